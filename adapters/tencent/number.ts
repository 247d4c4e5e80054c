import { parsePhone } from "../../src/audience/phone.ts";
import type { Phone } from "../../src/ids.ts";

/** A number in whatever form Tencent has it (+86138…, 0086138…, 138…), in E.164; undefined for what is none. */
export function readNumber(written: string): Phone | undefined {
  const phone = parsePhone(written, "CN");
  return typeof phone === "string" ? phone : undefined;
}
