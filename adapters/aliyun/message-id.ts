import { createHash } from "node:crypto";
import { parsePhone } from "../../src/audience/phone.ts";
import type { Phone } from "../../src/ids.ts";

/** A number as the mainland writes it, 13800138000; undefined for one from elsewhere. */
export function mainlandNumber(phone: Phone): string | undefined {
  return /^\+86(1\d{10})$/u.exec(phone)?.[1];
}

/** A number in whatever form Aliyun has it (138…, 86138…, +86138…), in E.164; undefined for what is none. */
export function readNumber(written: string): Phone | undefined {
  const phone = parsePhone(written, "CN");
  return typeof phone === "string" ? phone : undefined;
}

/**
 * How receipts name a message: by the reference of its call and its number, for a call has many; told to nobody in
 * clear. The reference is our own where there is one, known before the call and echoed by receipts and details alike.
 * Aliyun's BizId is a call's as well, but comes with the answer only, and details lack it.
 */
export function messageIdOf(reference: string, phone: Phone): string {
  const digest = createHash("sha256").update(`${reference}|${phone}`).digest("base64url");
  return `${reference}/${digest.slice(0, 16)}`;
}
