import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { EmulatedAccount } from "./account.ts";
import { ApiFault } from "./fault.ts";

const ALGORITHM = "TC3-HMAC-SHA256";
const CLOCKS_APART = 5 * 60;

/** What is signed of a request. */
interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Checks a request's signature as Tencent Cloud describes it (cloud.tencent.com/document/api/382/52072, 签名方法 v3).
 * Written from the page, not with the SDK, so that the two meet. Throws the fault that Tencent answers.
 */
export function checkSignature(account: EmulatedAccount, request: SignedRequest): void {
  const { headers } = request;
  const found =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d{2}-\d{2})\/([^/]+)\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/u.exec(
      headers.authorization ?? "",
    );
  if (found === null) throw new ApiFault("AuthFailure.InvalidAuthorization");
  const [, id = "", date = "", service = "", names = "", signature = ""] = found;
  if (id !== account.secretId) throw new ApiFault("AuthFailure.SecretIdNotFound");
  const timestamp = Number(headers["x-tc-timestamp"]);
  const right = new Date(timestamp * 1000).toISOString().slice(0, 10) === date;
  if (!right || !(Math.abs(Date.now() / 1000 - timestamp) < CLOCKS_APART))
    throw new ApiFault("AuthFailure.SignatureExpire");
  const signed = names.split(";");
  if (!signed.includes("content-type") || !signed.includes("host"))
    throw new ApiFault("AuthFailure.InvalidAuthorization");
  const key = ["tc3_request", service, date].reduceRight<Buffer | string>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `TC3${account.secretKey}`,
  );
  const scope = `${date}/${service}/tc3_request`;
  const text = [ALGORITHM, timestamp, scope, sha256(canonical(request, signed))].join("\n");
  if (createHmac("sha256", key).update(text).digest("hex") !== signature)
    throw new ApiFault(
      "AuthFailure.SignatureFailure",
      `The provided credentials could not be validated. ${request.body}`,
    );
}

function canonical({ method, url, headers, body }: SignedRequest, signed: readonly string[]) {
  // The host is signed by its name alone; a port is none of the real one's.
  const headerOf = (name: string) =>
    name === "host" ? url.hostname : String(headers[name] ?? "").trim();
  const lines = signed.map((name) => `${name}:${headerOf(name).toLowerCase()}\n`).join("");
  const parts = [method, url.pathname, url.search.slice(1), lines, signed.join(";"), sha256(body)];
  return parts.join("\n");
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
