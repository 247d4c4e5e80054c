/** A range of mainland numbers, as a phone.dat has it. */
export interface WrittenRange {
  /** The first seven digits. */
  readonly range: number;
  readonly province: string;
  readonly city?: string;
  /** 1 mobile, 2 unicom, 3 telecom, 4 to 6 their resellers in reverse order, 7 broadnet, 8 its resellers. */
  readonly card: number;
}

/** The bytes of a phone.dat; ranges are written in the order given. */
export function writePlaces(ranges: readonly WrittenRange[], version = "2611"): Buffer {
  const HEADER = 8;
  const offsets = new Map<string, number>();
  const records: Buffer[] = [];
  let at = HEADER;
  for (const { province, city = province } of ranges) {
    const record = `${province}|${city}|100000|010`;
    if (offsets.has(record)) continue;
    const bytes = Buffer.from(`${record}\0`);
    offsets.set(record, at);
    records.push(bytes);
    at += bytes.length;
  }
  const header = Buffer.alloc(HEADER);
  header.write(version, "latin1");
  header.writeInt32LE(at, 4);
  const index = ranges.map(({ range, province, city = province, card }) => {
    const entry = Buffer.alloc(9);
    entry.writeInt32LE(range, 0);
    entry.writeInt32LE(offsets.get(`${province}|${city}|100000|010`) ?? 0, 4);
    entry.writeUInt8(card, 8);
    return entry;
  });
  return Buffer.concat([header, ...records, ...index]);
}
