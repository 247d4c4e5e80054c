import { type ShortMessage, TAG } from "./pdu.ts";

/** 3GPP TS 23.038 §6.2.1, a row for each high digit; ESC stands for itself. */
const ROWS = [
  "@£$¥èéùìòÇ\nØø\rÅå",
  "Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ",
  " !\"#¤%&'()*+,-./",
  "0123456789:;<=>?",
  "¡ABCDEFGHIJKLMNO",
  "PQRSTUVWXYZÄÖÑÜ§",
  "¿abcdefghijklmno",
  "pqrstuvwxyzäöñüà",
];
const BASIC = ROWS.join("");
const EXTENSION: Readonly<Record<number, string>> = {
  10: "\f",
  20: "^",
  40: "{",
  41: "}",
  47: "\\",
  60: "[",
  61: "~",
  62: "]",
  64: "|",
  101: "€",
};
const ESCAPE = 27;
const SAR_HEADER = 6;

/** One part as a handset reads it. `fault`: what no handset could. */
export interface ReadPart {
  readonly text: string;
  readonly reference: string | undefined;
  readonly of: number;
  readonly number: number;
  readonly fault: string | undefined;
}

/** Reads a submit_sm as a handset would. */
export function readPart(message: ShortMessage): ReadPart {
  const payload = message.tlvs.get(TAG.messagePayload);
  if (payload !== undefined && message.message.length > 0) {
    return faulty("short_message and message_payload at once");
  }
  const octets = payload ?? message.message;
  const headed = (message.esmClass & 0x40) !== 0;
  const headerLength = headed ? (octets[0] ?? 0) + 1 : 0;
  const body = octets.subarray(headerLength);
  const { text, fault, packed } = readBody(body, message.dataCoding);
  const place = headed ? placeByHeader(octets.subarray(1, headerLength)) : placeBySar(message);
  if (place === undefined) return faulty("a user data header that names no part");
  const { of, number } = place;
  if (number < 1 || number > of) return faulty(`part ${number} of ${of}`);
  // Of what came with SAR parameters the SMSC makes parts with a header of its own.
  const header = of > 1 && !headed ? SAR_HEADER : headerLength;
  const tooLong = payload === undefined && header + packed > 140;
  return { text, ...place, fault: tooLong ? "more than 140 octets" : fault };
}

function faulty(fault: string): ReadPart {
  return { text: "", reference: undefined, of: 1, number: 1, fault };
}

function readBody(body: Buffer, dataCoding: number) {
  if (dataCoding === 8) {
    const text = Array.from({ length: body.length >> 1 }, (_, i) =>
      String.fromCharCode(body.readUInt16BE(2 * i)),
    ).join("");
    const whole = body.length % 2 === 0 && text.isWellFormed();
    const fault = whole ? undefined : "a character is cut in two";
    return { text, packed: body.length, fault };
  }
  if (dataCoding !== 0) return { text: "", packed: body.length, fault: `coding ${dataCoding}` };
  let text = "";
  let fault: string | undefined;
  for (let i = 0; i < body.length; i++) {
    const septet = body[i] ?? 0;
    if (septet > 127) fault = "an octet that is no septet";
    if (septet !== ESCAPE) {
      text += BASIC[septet] ?? "";
      continue;
    }
    i += 1;
    const extended = EXTENSION[body[i] ?? -1];
    if (extended === undefined) fault = "an escape that leads nowhere";
    text += extended ?? "";
  }
  return { text, packed: Math.ceil((body.length * 7) / 8), fault };
}

function placeByHeader(header: Buffer) {
  const [kind, length, a = 0, b = 0, c = 0, d = 0] = header;
  if (kind === 0 && length === 3) return { reference: `8:${a}`, of: b, number: c };
  if (kind === 8 && length === 4) return { reference: `16:${a}:${b}`, of: c, number: d };
  return undefined;
}

function placeBySar({ tlvs }: ShortMessage) {
  const reference = tlvs.get(TAG.sarReference);
  if (reference === undefined) return { reference: undefined, of: 1, number: 1 };
  const of = tlvs.get(TAG.sarTotal)?.[0] ?? 0;
  const number = tlvs.get(TAG.sarNumber)?.[0] ?? 0;
  return { reference: `sar:${reference.toString("hex")}`, of, number };
}

/** A text as a handset sends it. */
export function writeText(text: string): { readonly dataCoding: number; readonly octets: Buffer } {
  const septets: number[] = [];
  for (const char of text) {
    const basic = BASIC.indexOf(char);
    const extended = Object.entries(EXTENSION).find(([, of]) => of === char)?.[0];
    if (extended !== undefined) septets.push(ESCAPE, Number(extended));
    else if (basic >= 0) septets.push(basic);
    else return { dataCoding: 8, octets: Buffer.from(text, "utf16le").swap16() };
  }
  return { dataCoding: 0, octets: Buffer.from(septets) };
}
