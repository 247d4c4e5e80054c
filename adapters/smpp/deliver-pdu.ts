/** A deliver_sm, its text still in octets. */
export interface DeliverPdu {
  readonly sourceTon: number;
  readonly source: string;
  readonly destination: string;
  readonly esmClass: number;
  readonly dataCoding: number;
  /** short_message, or message_payload where that is empty. */
  readonly message: Buffer;
  /** Optional parameters by tag. */
  readonly tlvs: ReadonlyMap<number, Buffer>;
}

export const TLV = {
  receiptedMessageId: 0x001e,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarNumber: 0x020f,
  networkErrorCode: 0x0423,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const;

/** The PDU says that it is longer than it is. */
export class MalformedPduError extends Error {
  override readonly name = "MalformedPduError";
}

/**
 * Reads a deliver_sm (SMPP 3.4 §4.6.1) to the letter, from its sixteen-octet header on. The package's own reader takes
 * one that is cut short for whole, and reads the octets of a receipt as GSM 03.38, which spoils ids with `_` or `@`.
 * Throws `MalformedPduError`.
 */
export function readDeliver(pdu: Buffer): DeliverPdu {
  const reader = new Reader(pdu, 16);
  reader.text();
  const sourceTon = reader.octet();
  reader.octet();
  const source = reader.text();
  reader.octet();
  reader.octet();
  const destination = reader.text();
  const esmClass = reader.octet();
  reader.octet();
  reader.octet();
  reader.text();
  reader.text();
  reader.octet();
  reader.octet();
  const dataCoding = reader.octet();
  reader.octet();
  const shortMessage = reader.octets(reader.octet());
  const tlvs = new Map<number, Buffer>();
  while (reader.left > 0) {
    const tag = reader.word();
    tlvs.set(tag, reader.octets(reader.word()));
  }
  const message =
    shortMessage.length > 0 ? shortMessage : (tlvs.get(TLV.messagePayload) ?? shortMessage);
  return { sourceTon, source, destination, esmClass, dataCoding, message, tlvs };
}

class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  octets(length: number): Buffer {
    if (length > this.left) throw new MalformedPduError("it ends before its fields do");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  octet(): number {
    return this.octets(1).readUInt8();
  }

  word(): number {
    return this.octets(2).readUInt16BE();
  }

  /** A C-octet string. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end === -1) throw new MalformedPduError("a string in it has no end");
    const text = this.octets(end - this.#at).toString("latin1");
    this.#at += 1;
    return text;
  }
}
