import { GSM_BASIC, GSM_EXTENSION } from "../../src/delivery/segments.ts";

const ESCAPE = 0x1b;
/** Where the extension table has its characters (3GPP TS 23.038 §6.2.1.1), in the order of `GSM_EXTENSION`. */
const EXTENSION_CODES = [0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65];

/** The basic table with the escape in its place. */
const TABLE = [...GSM_BASIC.slice(0, ESCAPE), "\u001b", ...GSM_BASIC.slice(ESCAPE)];
const ENCODED = new Map<string, readonly number[]>([
  ...TABLE.map((char, code) => [char, [code]] as const),
  ...[...GSM_EXTENSION].map((char, i) => [char, [ESCAPE, EXTENSION_CODES[i] ?? 0]] as const),
]);
const EXTENDED = new Map(EXTENSION_CODES.map((code, i) => [code, GSM_EXTENSION[i] ?? " "]));

/** Septets of one character, one an octet; undefined when the alphabet lacks it. */
export function gsmSeptets(char: string): readonly number[] | undefined {
  return char === "\u001b" ? undefined : ENCODED.get(char);
}

/** Reads unpacked septets. An escape before what the extension table lacks reads as what follows it (§6.2.1.1). */
export function decodeGsm(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) {
    let septet = bytes[i] ?? 0;
    if (septet === ESCAPE) {
      i++;
      if (i >= bytes.length) break;
      septet = bytes[i] ?? 0;
      const extended = EXTENDED.get(septet);
      if (extended !== undefined) {
        text += extended;
        continue;
      }
    }
    text += TABLE[septet] ?? "?";
  }
  return text;
}
