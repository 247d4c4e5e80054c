import type { WebClient } from "@slack/web-api";
import { ChatError } from "../../src/chat/chat.ts";
import type { IncomingFile } from "../../src/chat/form.ts";
import type { SlackText } from "../../src/locale/slack.ts";
import { toChatError } from "./errors.ts";
import { SLACK_TIMES } from "./limits.ts";
import { type SlackFile, slackFile } from "./payloads.ts";
import { isSlackUrl } from "./slack-url.ts";

/** Files that people gave, read with our token when they are opened. */
export class Downloads {
  readonly #client: WebClient;
  readonly #token: string;
  readonly #apiUrl: string | undefined;
  readonly #text: SlackText;

  constructor(client: WebClient, token: string, apiUrl: string | undefined, text: SlackText) {
    this.#client = client;
    this.#token = token;
    this.#apiUrl = apiUrl;
    this.#text = text;
  }

  /** A file known by id only. Throws `ChatError`. */
  async find(id: string): Promise<IncomingFile> {
    const found = await this.#client.files.info({ file: id }).catch((error: unknown) => {
      throw toChatError(error, this.#text);
    });
    return this.incoming(slackFile.parse(found.file));
  }

  incoming = (file: SlackFile): IncomingFile => ({
    name: file.name ?? file.id,
    size: file.size,
    open: () => this.#open(file),
  });

  async *#open(file: SlackFile): AsyncGenerator<Uint8Array> {
    const name = file.name ?? file.id;
    const url = file.url_private_download ?? file.url_private;
    const unreadable = () =>
      new ChatError("forbidden", this.#text.refused.download(name), { certain: true });
    if (url === undefined || !isSlackUrl(url, this.#apiUrl)) throw unreadable();
    let response: Response;
    try {
      response = await fetch(url, {
        headers: { authorization: `Bearer ${this.#token}` },
        redirect: "manual",
        signal: AbortSignal.timeout(SLACK_TIMES.backgroundTimeoutMs),
      });
    } catch (error) {
      throw toChatError(error, this.#text);
    }
    // Without the right to read it Slack answers with its sign-in page, status 200 or a redirect to it.
    const html = response.headers.get("content-type")?.startsWith("text/html") === true;
    if (response.status >= 500)
      throw new ChatError("unavailable", `Slack: HTTP ${response.status}`, { certain: true });
    if (!response.ok || response.body === null || (html && !/\.html?$/i.test(name)))
      throw unreadable();
    try {
      yield* response.body;
    } catch (error) {
      throw toChatError(error, this.#text);
    }
  }
}
