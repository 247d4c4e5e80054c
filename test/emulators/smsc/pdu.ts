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

/** §5.1.3. */
export const STATUS = {
  ok: 0x00,
  invalidLength: 0x01,
  invalidCommand: 0x03,
  notBound: 0x04,
  alreadyBound: 0x05,
  invalidPriority: 0x06,
  invalidRegistered: 0x07,
  invalidSource: 0x0a,
  invalidDestination: 0x0b,
  invalidPassword: 0x0e,
  invalidSystemId: 0x0f,
  queueFull: 0x14,
  invalidServiceType: 0x15,
  invalidEsmClass: 0x43,
  invalidSystemType: 0x53,
  invalidReplace: 0x54,
  throttled: 0x58,
  invalidSchedule: 0x61,
  invalidValidity: 0x62,
  againLater: 0x64,
  invalidTlvs: 0xc0,
} as const;

/** §5.3.2. */
export const TAG = {
  receiptedMessageId: 0x001e,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarNumber: 0x020f,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const;

/** What came breaks the specification; `status` says so to whoever sent it. */
export class FieldFault extends Error {
  override readonly name = "FieldFault";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Header {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
}

export interface Bind {
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
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

export function writePdu(
  { command, status, sequence }: Header,
  body: Buffer = Buffer.alloc(0),
): Buffer {
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

/** A bind of any kind (§4.1). Throws `FieldFault`. */
export function readBind(pdu: Buffer): Bind {
  const fields = new Fields(pdu);
  const systemId = fields.text(15, STATUS.invalidSystemId);
  const password = fields.text(8, STATUS.invalidPassword);
  const systemType = fields.text(12, STATUS.invalidSystemType);
  const version = fields.octet();
  fields.octets(2);
  fields.text(40, STATUS.invalidLength);
  fields.end();
  return { systemId, password, systemType, version };
}

/** A submit_sm (§4.4.1), each field within its length and its values. Throws `FieldFault`. */
export function readSubmit(pdu: Buffer): ShortMessage {
  const fields = new Fields(pdu);
  const serviceType = fields.text(5, STATUS.invalidServiceType);
  const [sourceTon, sourceNpi] = [fields.octet(), fields.octet()];
  const source = fields.text(20, STATUS.invalidSource);
  const [destinationTon, destinationNpi] = [fields.octet(), fields.octet()];
  const destination = fields.text(20, STATUS.invalidDestination);
  const esmClass = fields.octet(0xc3, STATUS.invalidEsmClass);
  fields.octet();
  if (fields.octet() > 3) throw new FieldFault(STATUS.invalidPriority, "priority_flag above 3");
  fields.date(STATUS.invalidSchedule);
  fields.date(STATUS.invalidValidity);
  const registeredDelivery = fields.octet(0x1f, STATUS.invalidRegistered);
  fields.octet(0x01, STATUS.invalidReplace);
  const dataCoding = fields.octet();
  fields.octet();
  const message = fields.octets(fields.octet());
  if (message.length > 254) throw new FieldFault(STATUS.invalidLength, "sm_length above 254");
  const tlvs = new Map<number, Buffer>();
  while (fields.left > 0) {
    const tag = fields.word(STATUS.invalidTlvs);
    if (tlvs.has(tag)) throw new FieldFault(STATUS.invalidTlvs, "an optional parameter twice");
    tlvs.set(tag, fields.octets(fields.word(STATUS.invalidTlvs), STATUS.invalidTlvs));
  }
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

/** The body of a deliver_sm (§4.6.1). */
export function writeDeliver(message: ShortMessage): Buffer {
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

  octets(length: number, status: number = STATUS.invalidLength): Buffer {
    if (length > this.left) throw new FieldFault(status, "a field reaches beyond its PDU");
    this.#at += length;
    return this.#pdu.subarray(this.#at - length, this.#at);
  }

  /** Of its bits, only those of the mask may be set. */
  octet(mask = 0xff, status: number = STATUS.invalidLength): number {
    const value = this.octets(1).readUInt8();
    if ((value & ~mask) !== 0) throw new FieldFault(status, `reserved bits set: ${value}`);
    return value;
  }

  word(status: number): number {
    return this.octets(2, status).readUInt16BE();
  }

  /** A C-octet string of at most so many characters, its NUL not counted. */
  text(most: number, status: number): string {
    const end = this.#pdu.indexOf(0, this.#at);
    if (end === -1) throw new FieldFault(STATUS.invalidLength, "a string has no end");
    const text = this.octets(end - this.#at).toString("latin1");
    this.#at += 1;
    if (text.length > most) throw new FieldFault(status, `more than ${most} characters: ${text}`);
    return text;
  }

  /** A time (§7.1.1): nothing, or sixteen characters. */
  date(status: number): void {
    const text = this.text(16, status);
    if (text.length % 16 !== 0) throw new FieldFault(status, `no time: ${text}`);
  }

  end(): void {
    if (this.left > 0) throw new FieldFault(STATUS.invalidLength, "more than its fields");
  }
}
