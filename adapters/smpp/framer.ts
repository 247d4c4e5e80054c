const HEADER = 16;
/** Longer than any PDU with message_payload (64 KB) in it need be here; what claims more is out of step. */
const LONGEST = 70_000;

/** What came is no sequence of PDUs: the connection is of no use any more. */
export class FramingError extends Error {
  override readonly name = "FramingError";
}

/** Cuts a stream of octets into PDUs. */
export class Framer {
  #rest: Buffer = Buffer.alloc(0);

  /** The PDUs that are whole now, in order. Throws `FramingError`. */
  push(chunk: Buffer): Buffer[] {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pdus: Buffer[] = [];
    while (bytes.length >= 4) {
      const length = bytes.readUInt32BE(0);
      if (length < HEADER || length > LONGEST) {
        throw new FramingError(`the SMSC sent a PDU of ${length} octets`);
      }
      if (bytes.length < length) break;
      pdus.push(bytes.subarray(0, length));
      bytes = bytes.subarray(length);
    }
    this.#rest = bytes;
    return pdus;
  }
}
