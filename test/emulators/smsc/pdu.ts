/** SMPP 3.4 as its specification has it, written apart from the package that qunfa uses. */
export const COMMAND = {
  bindReceiver: 0x01,
  bindTransmitter: 0x02,
  submitSm: 0x04,
  deliverSm: 0x05,
  unbind: 0x06,
  bindTransceiver: 0x09,
  enquireLink: 0x15,
} as const;
export const RESPONSE = 0x80000000;
export const GENERIC_NACK = 0x80000000;

export const STATUS = {
  ok: 0x00,
  invalidLength: 0x01,
  invalidCommand: 0x03,
  notBound: 0x04,
  invalidDestination: 0x0b,
  invalidPassword: 0x0e,
  queueFull: 0x14,
  throttled: 0x58,
  againLater: 0x64,
} as const;

export const TAG = {
  receiptedMessageId: 0x001e,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarNumber: 0x020f,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const;

export interface Header {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
}

export interface Bind {
  readonly systemId: string;
  readonly password: string;
  readonly version: number;
}

/** What submit_sm and deliver_sm share. */
export interface ShortMessage {
  readonly serviceType: string;
  readonly sourceTon: number;
  readonly sourceNpi: number;
  readonly source: string;
  readonly destinationTon: number;
  readonly destinationNpi: number;
  readonly destination: string;
  readonly esmClass: number;
  readonly registeredDelivery: number;
  readonly dataCoding: number;
  readonly message: Buffer;
  readonly tlvs: ReadonlyMap<number, Buffer>;
}

export function readHeader(pdu: Buffer): Header {
  return {
    command: pdu.readUInt32BE(4),
    status: pdu.readUInt32BE(8),
    sequence: pdu.readUInt32BE(12),
  };
}

export function writePdu({ command, status, sequence }: Header, body = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(16 + body.length, 0);
  header.writeUInt32BE(command, 4);
  header.writeUInt32BE(status, 8);
  header.writeUInt32BE(sequence, 12);
  return Buffer.concat([header, body]);
}

/** A C-octet string. */
export function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`, "latin1");
}

export function readBind(pdu: Buffer): Bind {
  const fields = new Fields(pdu);
  const systemId = fields.text();
  const password = fields.text();
  fields.text();
  return { systemId, password, version: fields.octet() };
}

export function readShortMessage(pdu: Buffer): ShortMessage {
  const fields = new Fields(pdu);
  const serviceType = fields.text();
  const [sourceTon, sourceNpi, source] = [fields.octet(), fields.octet(), fields.text()];
  const [destinationTon, destinationNpi] = [fields.octet(), fields.octet()];
  const destination = fields.text();
  const esmClass = fields.octet();
  fields.octets(2);
  fields.text();
  fields.text();
  const registeredDelivery = fields.octet();
  fields.octet();
  const dataCoding = fields.octet();
  fields.octet();
  const message = fields.octets(fields.octet());
  const tlvs = new Map<number, Buffer>();
  while (fields.left > 0) tlvs.set(fields.word(), fields.octets(fields.word()));
  return {
    serviceType,
    sourceTon,
    sourceNpi,
    source,
    destinationTon,
    destinationNpi,
    destination,
    esmClass,
    registeredDelivery,
    dataCoding,
    message,
    tlvs,
  };
}

export function writeShortMessage(message: ShortMessage): Buffer {
  const { tlvs } = message;
  return Buffer.concat([
    cString(message.serviceType),
    Buffer.from([message.sourceTon, message.sourceNpi]),
    cString(message.source),
    Buffer.from([message.destinationTon, message.destinationNpi]),
    cString(message.destination),
    Buffer.from([message.esmClass, 0, 0, 0, 0, message.registeredDelivery, 0, message.dataCoding]),
    Buffer.from([0, message.message.length]),
    message.message,
    ...[...tlvs].map(([tag, value]) => {
      const head = Buffer.alloc(4);
      head.writeUInt16BE(tag, 0);
      head.writeUInt16BE(value.length, 2);
      return Buffer.concat([head, value]);
    }),
  ]);
}

class Fields {
  readonly #pdu: Buffer;
  #at = 16;

  constructor(pdu: Buffer) {
    this.#pdu = pdu;
  }

  get left(): number {
    return this.#pdu.length - this.#at;
  }

  octets(length: number): Buffer {
    if (length > this.left) throw new RangeError("a field reaches beyond its PDU");
    this.#at += length;
    return this.#pdu.subarray(this.#at - length, this.#at);
  }

  octet(): number {
    return this.octets(1).readUInt8();
  }

  word(): number {
    return this.octets(2).readUInt16BE();
  }

  text(): string {
    const end = this.#pdu.indexOf(0, this.#at);
    if (end === -1) throw new RangeError("a string has no end");
    const text = this.octets(end - this.#at).toString("latin1");
    this.#at += 1;
    return text;
  }
}
