import type { SmscConfig } from "./config.ts";
import { type ShortMessage, TAG } from "./pdu.ts";
import { writeText } from "./text.ts";
import type { PlannedReceipt } from "./verdict.ts";

const STATES = [
  "SCHEDLD",
  "ENROUTE",
  "DELIVRD",
  "EXPIRED",
  "DELETED",
  "UNDELIV",
  "ACCEPTD",
  "UNKNOWN",
  "REJECTD",
];

/** A message's id as this SMSC writes it. */
export function writeId(id: number, form: SmscConfig["ids"]["submit"]): string {
  if (form === "decimal") return String(id).padStart(10, "0");
  return form === "hex" ? id.toString(16).toUpperCase() : `m_${id}`;
}

/** A receipt for a message, from the number it went to. */
export function receiptMessage(
  config: SmscConfig,
  message: ShortMessage,
  id: number,
  { stat, err }: PlannedReceipt,
): ShortMessage {
  const now = new Date().toISOString().replace(/\D/gu, "").slice(2, 12);
  const said = [
    `id:${writeId(id, config.ids.receipt)} sub:001 dlvrd:${stat === "DELIVRD" ? "001" : "000"}`,
    `submit date:${now} done date:${now} stat:${stat} err:${err} text:id:0 stat:DELIVRD`,
  ].join(" ");
  const tlvs = new Map([
    [TAG.receiptedMessageId, Buffer.from(`${writeId(id, config.ids.submit)}\0`)],
    [TAG.messageState, Buffer.from([Math.max(0, STATES.indexOf(stat))])],
  ]);
  return {
    ...blank(message.destination, message.source),
    esmClass: config.flagged ? 0x04 : 0,
    message: config.receipts === "tlv" ? Buffer.alloc(0) : Buffer.from(said, "latin1"),
    tlvs: config.receipts === "text" ? new Map() : tlvs,
  };
}

/** A text from a handset, in parts of so many octets where that is given. */
export function replyMessages(
  from: string,
  to: string,
  text: string,
  partOctets?: number,
): ShortMessage[] {
  const { dataCoding, octets } = writeText(text);
  const plain = { ...blank(from, to), dataCoding };
  if (partOctets === undefined) {
    return octets.length <= 140
      ? [{ ...plain, message: octets }]
      : [{ ...plain, tlvs: new Map([[TAG.messagePayload, octets]]) }];
  }
  const of = Math.ceil(octets.length / partOctets);
  return Array.from({ length: of }, (_, i) => ({
    ...plain,
    esmClass: 0x40,
    message: Buffer.concat([
      Buffer.from([5, 0, 3, 77, of, i + 1]),
      octets.subarray(i * partOctets, (i + 1) * partOctets),
    ]),
  }));
}

export function blank(source: string, destination: string): ShortMessage {
  return {
    serviceType: "",
    sourceTon: 1,
    sourceNpi: 1,
    source: source.replace(/^\+/u, ""),
    destinationTon: 0,
    destinationNpi: 1,
    destination,
    esmClass: 0,
    registeredDelivery: 0,
    dataCoding: 0,
    message: Buffer.alloc(0),
    tlvs: new Map(),
  };
}
