import { readFile } from "node:fs/promises";
import { ConfigError } from "../config.ts";
import type { Carrier } from "../policy/number-carrier.ts";
import { mainlandRange, type PhonePlace, type PhonePlaces, placesByPrefix } from "./phone-place.ts";
import { type Province, provinceNamed } from "./region.ts";

/*
 * The format of phone.dat, little-endian: a header of 4 bytes of version and 4 of the index's offset; records
 * `<province>|<city>|<postcode>|<area code>\0`; the index in ascending order, 9 bytes an entry: the first seven digits
 * of the numbers, their record's offset, a byte for the kind of card.
 */
const HEADER = 8;
const ENTRY = 9;
const RECORD_AT = 4;
const CARD_AT = 8;

/** The network of each kind of card, resellers under the one they use; 7 and 8 are of files since 2023. */
const CARDS: readonly (Carrier | undefined)[] = [
  undefined,
  "mobile",
  "unicom",
  "telecom",
  "telecom",
  "unicom",
  "mobile",
  "broadnet",
  "broadnet",
];

/** What is wrong with a file of number ranges. */
export class PlacesFault extends Error {
  override readonly name = "PlacesFault";
}

/** Reads the operator's file of number ranges. Throws `ConfigError` when it can't be read or is damaged. */
export async function readPlacesFile(file: string): Promise<PhonePlaces> {
  const where = "docs/operating.md says where to get one";
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([`PHONE_PLACES_FILE: ${file} can't be read (${code}); ${where}`]);
  }
  try {
    return placesFrom(bytes);
  } catch (error) {
    if (!(error instanceof PlacesFault)) throw error;
    throw new ConfigError([`PHONE_PLACES_FILE: ${file} ${error.message}; ${where}`]);
  }
}

/**
 * Places from the bytes of a phone.dat, which are kept and searched as they are; a look-up of a mainland number
 * allocates nothing. A number in no range has no province, and the carrier of its prefix.
 * Throws `PlacesFault` for a file that is damaged anywhere.
 */
export function placesFrom(bytes: Buffer): PhonePlaces {
  const index = indexOffset(bytes);
  const provinces = readRecords(bytes, index);
  checkIndex(bytes, index, provinces);
  const entries = (bytes.length - index) / ENTRY;
  const places = new Map<Province, readonly PhonePlace[]>(
    [...new Set(provinces.values())].map((province) => [
      province,
      CARDS.map((carrier) => ({ country: "CN", province, carrier })),
    ]),
  );

  function find(range: number): PhonePlace | undefined {
    let low = 0;
    let high = entries - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = index + middle * ENTRY;
      const there = bytes.readInt32LE(at);
      if (there === range) {
        const province = provinces.get(bytes.readInt32LE(at + RECORD_AT));
        return province && places.get(province)?.[bytes.readUInt8(at + CARD_AT)];
      }
      if (there < range) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  return {
    knowsProvinces: true,
    placeOf: (phone) => {
      const range = mainlandRange(phone);
      return (range === undefined ? undefined : find(range)) ?? placesByPrefix.placeOf(phone);
    },
  };
}

function indexOffset(bytes: Buffer): number {
  if (/^\s*<|^version https:/u.test(bytes.toString("latin1", 0, 64))) {
    throw new PlacesFault("is a web page or a pointer to the file, not the file: download it raw");
  }
  const index = bytes.length < HEADER ? 0 : bytes.readInt32LE(4);
  if (index <= HEADER || index >= bytes.length) {
    throw new PlacesFault("is no phone.dat: its header names no place for an index");
  }
  const surplus = (bytes.length - index) % ENTRY;
  if (surplus > 0) {
    throw new PlacesFault(`is cut off: ${surplus} bytes of its last range are there, not ${ENTRY}`);
  }
  return index;
}

/** The province of each record, by the record's offset. */
function readRecords(bytes: Buffer, end: number): Map<number, Province> {
  const provinces = new Map<number, Province>();
  for (let at = HEADER; at < end; ) {
    const stop = bytes.indexOf(0, at);
    if (stop < 0 || stop >= end) throw new PlacesFault(`is damaged: no end of the record at ${at}`);
    const fields = bytes.toString("utf8", at, stop).split("|");
    const [name = ""] = fields;
    const province = provinceNamed(name);
    if (fields.length !== 4 || province === undefined) {
      throw new PlacesFault(
        `is damaged: the record at ${at} is not “province|city|postcode|area code” of a province we know`,
      );
    }
    provinces.set(at, province);
    at = stop + 1;
  }
  return provinces;
}

function checkIndex(bytes: Buffer, index: number, records: ReadonlyMap<number, Province>): void {
  let last = 999_999;
  for (let at = index; at < bytes.length; at += ENTRY) {
    const range = bytes.readInt32LE(at);
    if (range <= last || range > 1_999_999) {
      throw new PlacesFault(
        `is damaged: range ${range} at ${at} is out of order, or no beginning of a mobile number`,
      );
    }
    if (!records.has(bytes.readInt32LE(at + RECORD_AT))) {
      throw new PlacesFault(`is damaged: range ${range} points at no record`);
    }
    const card = bytes.readUInt8(at + CARD_AT);
    if (CARDS[card] === undefined) {
      throw new PlacesFault(`is damaged: range ${range} has the unknown kind of card ${card}`);
    }
    last = range;
  }
}
