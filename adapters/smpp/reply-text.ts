import { type DeliverPdu, TLV } from "./deliver-pdu.ts";
import { decodeGsm } from "./gsm-alphabet.ts";

/** Which part of a longer reply this is. */
export interface Concatenation {
  readonly reference: number;
  readonly of: number;
  /** From 1. */
  readonly number: number;
}

export interface ReplyText {
  readonly text: string;
  readonly part: Concatenation | undefined;
}

const UDH_INDICATOR = 0x40;
const UCS2 = 0x08;
const BINARY = 0x04;

/** Reads a reply's text by its data_coding, and which part it is by its user data header or its SAR parameters. */
export function readReply({ esmClass, dataCoding, message, tlvs }: DeliverPdu): ReplyText {
  const headed = (esmClass & UDH_INDICATOR) !== 0 && message.length > 0;
  const header = headed ? message.subarray(1, 1 + (message[0] ?? 0)) : Buffer.alloc(0);
  const body = headed ? message.subarray(1 + (message[0] ?? 0)) : message;
  return { text: decode(body, dataCoding), part: partByHeader(header) ?? partBySar(tlvs) };
}

/** What is in no alphabet we read is shown octet by octet. */
function decode(bytes: Buffer, dataCoding: number): string {
  switch (alphabetOf(dataCoding)) {
    case UCS2:
      return utf16(bytes);
    case 0:
    case 1:
      return decodeGsm(bytes);
    default:
      return bytes.toString("latin1");
  }
}

/** SMPP 3.4 §5.2.19; above 15 as GSM has it: message classes, and the groups of waiting messages (TS 23.038 §4). */
function alphabetOf(dataCoding: number): number {
  if (dataCoding < 0x10) return dataCoding;
  if (dataCoding >= 0xf0) return (dataCoding & 0x04) === 0 ? 0 : BINARY;
  if (dataCoding >= 0xe0) return UCS2;
  if (dataCoding >= 0x80) return 0;
  return [0, BINARY, UCS2, 0][(dataCoding >> 2) & 3] ?? 0;
}

/** Of an odd number of octets the last is none of a character. */
function utf16(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString("utf16le");
}

/** Information elements 0 (8-bit reference) and 8 (16-bit), 3GPP TS 23.040 §9.2.3.24. */
function partByHeader(header: Buffer): Concatenation | undefined {
  for (let at = 0; at + 2 <= header.length; ) {
    const kind = header[at];
    const length = header[at + 1] ?? 0;
    const data = header.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    if (kind === 0 && data.length === 3) {
      return valid({ reference: data[0] ?? 0, of: data[1] ?? 0, number: data[2] ?? 0 });
    }
    if (kind === 8 && data.length === 4) {
      return valid({ reference: data.readUInt16BE(0), of: data[2] ?? 0, number: data[3] ?? 0 });
    }
  }
  return undefined;
}

function partBySar(tlvs: DeliverPdu["tlvs"]): Concatenation | undefined {
  const reference = tlvs.get(TLV.sarReference);
  if (reference?.length !== 2) return undefined;
  const of = tlvs.get(TLV.sarTotal)?.[0] ?? 0;
  const number = tlvs.get(TLV.sarNumber)?.[0] ?? 0;
  return valid({ reference: reference.readUInt16BE(), of, number });
}

function valid(part: Concatenation): Concatenation | undefined {
  return part.of > 1 && part.number >= 1 && part.number <= part.of ? part : undefined;
}
