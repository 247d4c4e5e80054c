import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { placesByPrefix } from "../../src/audience/phone-place.ts";
import { PlacesFault, placesFrom, readPlacesFile } from "../../src/audience/places-file.ts";
import { PROVINCES, type Province } from "../../src/audience/region.ts";
import { ConfigError } from "../../src/config.ts";
import type { Phone } from "../../src/ids.ts";
import { type WrittenRange, writePlaces } from "../support/places-writer.ts";

const phone = (number: string) => number as Phone;
const inRange = (range: number) => phone(`+86${range}0001`);

const RANGES: readonly WrittenRange[] = [
  { range: 1300000, province: "山东", city: "济南", card: 2 },
  { range: 1349000, province: "新疆", city: "喀什", card: 3 },
  { range: 1380013, province: "北京", card: 1 },
  { range: 1700000, province: "广东", city: "广州", card: 4 },
  { range: 1920000, province: "西藏", city: "拉萨", card: 7 },
];
const CARRIER = [
  "",
  "mobile",
  "unicom",
  "telecom",
  "telecom",
  "unicom",
  "mobile",
  "broadnet",
  "broadnet",
];
const NAMES = Object.entries(PROVINCES) as [Province, string][];

describe("where a number was issued", () => {
  const places = placesFrom(writePlaces(RANGES));

  test("a mainland number's province and carrier are those of its range, resellers under their network", () => {
    expect(places.placeOf(phone("+8613490001234"))).toEqual({
      country: "CN",
      province: "CN-65",
      carrier: "telecom",
    });
    expect(places.placeOf(phone("+8617000000000"))).toMatchObject({
      province: "CN-44",
      carrier: "telecom",
    });
    expect(places.placeOf(phone("+8619200009999"))).toMatchObject({
      province: "CN-54",
      carrier: "broadnet",
    });
  });

  test("a number in no range has no province, and the carrier of its prefix", () => {
    expect(places.placeOf(phone("+8613800140000"))).toEqual({
      country: "CN",
      province: undefined,
      carrier: "mobile",
    });
  });

  test("elsewhere the country is known, also where several share a code, and nothing else", () => {
    const elsewhere = { province: undefined, carrier: undefined };
    for (const [number, country] of [
      ["+12025550123", "US"],
      ["+14165550123", "CA"],
      ["+85261234567", "HK"],
      ["+886912345678", "TW"],
      ["+447400123456", "GB"],
    ] as const) {
      expect(places.placeOf(phone(number))).toEqual({ country, ...elsewhere });
    }
    expect(places.placeOf(phone("+999123456789"))).toEqual({ country: undefined, ...elsewhere });
  });

  test("without a file the carrier is the prefix's and the province is not guessed", () => {
    expect(placesByPrefix.knowsProvinces).toBe(false);
    expect(placesByPrefix.placeOf(phone("+8613490001234"))).toEqual({
      country: "CN",
      province: undefined,
      carrier: "telecom",
    });
    expect(placesByPrefix.placeOf(phone("+8617041234567")).carrier).toBe("unicom");
    expect(placesByPrefix.placeOf(phone("+8612345678901")).carrier).toBeUndefined();
  });

  test("what was written is found; before, between and beyond it nothing is", () => {
    const range = fc.record({
      range: fc.integer({ min: 1_000_001, max: 1_999_998 }),
      province: fc.constantFrom(...NAMES),
      city: fc.string({ unit: fc.constantFrom("济", "南", "州", "a"), minLength: 1, maxLength: 4 }),
      card: fc.integer({ min: 1, max: 8 }),
    });
    const ranges = fc.uniqueArray(range, {
      selector: (r) => r.range,
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(ranges, (some) => {
        const sorted = some.toSorted((a, b) => a.range - b.range);
        const written = placesFrom(
          writePlaces(sorted.map((r) => ({ ...r, province: r.province[1] }))),
        );
        const known = new Map(sorted.map((r) => [r.range, r]));
        for (const { range: digits } of sorted) {
          for (const near of [digits - 1, digits, digits + 1]) {
            const place = written.placeOf(inRange(near));
            const expected = known.get(near);
            expect(place.province).toBe(expected?.province[0]);
            if (expected !== undefined) expect(place.carrier).toBe(CARRIER[expected.card]);
          }
        }
        for (const far of [1_000_000, 1_999_999]) {
          expect(written.placeOf(inRange(far)).province).toBe(known.get(far)?.province[0]);
        }
      }),
    );
  });
});

describe("a file of number ranges", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "qunfa-places-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function fault(bytes: Uint8Array): Promise<string> {
    const file = join(folder, "phone.dat");
    await writeFile(file, bytes);
    const error = await readPlacesFile(file).then(
      () => undefined,
      (refused: unknown) => refused,
    );
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  const good = writePlaces(RANGES);
  const index = good.readInt32LE(4);
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(good);
    change(bytes);
    return bytes;
  };

  test("is read from where the setting says", async () => {
    const file = join(folder, "good.dat");
    await writeFile(file, good);
    const places = await readPlacesFile(file);
    expect(places.placeOf(inRange(1380013)).province).toBe("CN-11");
  });

  test("is refused with what is wrong and where to get one", async () => {
    await expect(readPlacesFile(join(folder, "absent"))).rejects.toThrow(
      /PHONE_PLACES_FILE: .*absent can't be read \(ENOENT\); docs\/operating\.md/u,
    );
    expect(await fault(new Uint8Array())).toContain("is no phone.dat");
    expect(await fault(Buffer.from("<!doctype html><title>phone.dat</title>"))).toContain(
      "download it raw",
    );
    expect(
      await fault(Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")),
    ).toContain("download it raw");
    expect(await fault(good.subarray(0, -4))).toContain("is cut off: 5 bytes");
    expect(await fault(changed((b) => b.writeInt32LE(b.length, 4)))).toContain(
      "no place for an index",
    );
    expect(await fault(changed((b) => b.writeInt32LE(1300000, index + 9)))).toContain(
      "range 1300000 at",
    );
    expect(await fault(changed((b) => b.writeInt32LE(9, index + 4)))).toContain(
      "range 1300000 points at no record",
    );
    expect(await fault(changed((b) => b.writeUInt8(0, index + 8)))).toContain("kind of card 0");
    expect(await fault(changed((b) => b.write("x", 8, "latin1")))).toContain("the record at 8");
    expect(await fault(changed((b) => b.writeUInt8(65, index - 1)))).toContain(
      "no end of the record",
    );
    expect(await fault(writePlaces([{ range: 1300000, province: "火星", card: 1 }]))).toContain(
      "of a province we know",
    );
  });

  test("that ends early is refused, or does not know what it lost", () => {
    const numbers = RANGES.map(({ range }) => inRange(range));
    const before = placesFrom(good);
    for (let length = 0; length < good.length; length++) {
      const whole = length > index && (length - index) % 9 === 0;
      if (!whole) {
        expect(() => placesFrom(good.subarray(0, length))).toThrow(PlacesFault);
        continue;
      }
      const after = placesFrom(good.subarray(0, length));
      const kept = (length - index) / 9;
      numbers.forEach((number, i) => {
        const { province } = before.placeOf(number);
        expect(after.placeOf(number).province).toBe(i < kept ? province : undefined);
      });
    }
  });
});
