import { createHmac, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

/** How Twilio calls a webhook: signed with the account's token, tried again as the URL's fragment says. */
export class WebhookClient {
  readonly #authToken: string;
  /** From the public URL to where it is reached here: what a proxy does. */
  route: (url: string) => string = (url) => url;

  constructor(authToken: string) {
    this.#authToken = authToken;
  }

  /** Posts a form. Returns the last answer's status (0: none) and body. */
  async post(
    url: string,
    form: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: string; readonly tries: number }> {
    const { bare, retries } = withoutOverrides(url);
    const token = randomUUID();
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#try(bare, form, token);
      if ((answer.status >= 200 && answer.status < 300) || tries > retries)
        return { ...answer, tries };
      await setTimeout(20 * tries);
    }
  }

  async #try(url: string, form: Readonly<Record<string, string>>, token: string) {
    try {
      const response = await fetch(this.route(url), {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
          "x-twilio-signature": sign(this.#authToken, url, form),
          "i-twilio-idempotency-token": token,
        },
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: await response.text() };
    } catch {
      return { status: 0, body: "" };
    }
  }
}

/**
 * HMAC-SHA1 over the URL and all parameters in the order of their names, name and value without anything between
 * (twilio.com/docs/usage/webhooks/webhooks-security). Written from the page, not with the SDK, so that the two meet.
 */
export function sign(
  authToken: string,
  url: string,
  form: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(form).sort();
  const text = names.reduce((all, name) => `${all}${name}${form[name]}`, url);
  return createHmac("sha1", authToken).update(text, "utf8").digest("base64");
}

/** The fragment `#rc=…&rp=all` is Twilio's own: it is neither signed nor sent. */
function withoutOverrides(url: string): { readonly bare: string; readonly retries: number } {
  const [bare = "", fragment = ""] = url.split("#");
  const overrides = new URLSearchParams(fragment);
  const retries = overrides.get("rp") === "all" ? Number(overrides.get("rc") ?? 1) : 0;
  return { bare, retries };
}
