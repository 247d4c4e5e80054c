import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { EmulatedAccount } from "./account.ts";
import { ApiFault } from "./fault.ts";

const ALGORITHM = "ACS3-HMAC-SHA256";
const CLOCKS_APART = 15 * 60_000;

/** What is signed of a request. */
interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Checks a request's signature as Aliyun describes it (help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature).
 * Written from the page, not with the SDK, so that the two meet. Throws the fault that Aliyun answers.
 */
export class SignatureCheck {
  readonly #account: EmulatedAccount;
  readonly #nonces = new Set<string>();

  constructor(account: EmulatedAccount) {
    this.#account = account;
  }

  check(request: SignedRequest): void {
    const { headers, body } = request;
    const authorization = headers.authorization ?? "";
    const found =
      /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/u.exec(
        authorization,
      );
    if (found === null) throw new ApiFault(400, "MissingAuthorization", "no ACS3-HMAC-SHA256 here");
    const [, key = "", names = "", signature = ""] = found;
    if (key !== this.#account.accessKeyId)
      throw new ApiFault(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    const signed = names.split(";");
    const needed = Object.keys(headers).filter(
      (name) => name === "host" || name === "content-type" || name.startsWith("x-acs-"),
    );
    for (const name of needed)
      if (!signed.includes(name)) throw new ApiFault(400, "IncompleteSignature", `${name} is free`);
    const hash = sha256(body);
    if (headers["x-acs-content-sha256"] !== hash)
      throw new ApiFault(400, "InvalidContentSha256", "the body is another");
    const date = Date.parse(String(headers["x-acs-date"]));
    if (!(Math.abs(Date.now() - date) < CLOCKS_APART))
      throw new ApiFault(400, "InvalidTimeStamp.Expired", "the date is over");
    const expected = createHmac("sha256", this.#account.accessKeySecret)
      .update(`${ALGORITHM}\n${sha256(canonical(request, signed, hash))}`)
      .digest("hex");
    if (signature !== expected)
      throw new ApiFault(
        400,
        "SignatureDoesNotMatch",
        `Specified signature is not matched with our calculation. server string to sign is:${body}`,
      );
    const nonce = String(headers["x-acs-signature-nonce"] ?? "");
    if (nonce === "" || this.#nonces.has(nonce))
      throw new ApiFault(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    this.#nonces.add(nonce);
  }
}

function canonical(
  { method, url, headers }: SignedRequest,
  signed: readonly string[],
  hash: string,
): string {
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const lines = signed.map((name) => `${name}:${String(headers[name] ?? "").trim()}\n`);
  const parts = [method, url.pathname, query.join("&"), lines.join(""), signed.join(";"), hash];
  return parts.join("\n");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
