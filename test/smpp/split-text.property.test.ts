import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitText } from "../../adapters/smpp/split-text.ts";
import { countSegments } from "../../src/delivery/segments.ts";
import { blank } from "../emulators/smsc/reports.ts";
import { readPart } from "../emulators/smsc/text.ts";

const ROOM = { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } };

const letters = fc.constantFrom("a", "Z", "é", "@", "\n", " ", "€", "[", "~");
const anything = fc.oneof(
  { weight: 3, arbitrary: letters },
  { weight: 2, arbitrary: fc.constantFrom("好", "`", "🎉", "👨‍👩‍👧", "é") },
);
const text = (unit: fc.Arbitrary<string>) =>
  fc.array(unit, { minLength: 1, maxLength: 600 }).map((units) => units.join(""));

describe.each([
  ["within the GSM alphabet", text(letters)],
  ["of any characters", text(anything)],
])("a text %s", (_, texts) => {
  test("is whole again when its parts are read one by one, and each is right by itself", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom("gsm7" as const, "ucs2" as const), (said, wanted) => {
        const { coding, parts } = splitText(said, wanted, ROOM);
        const read = parts.map((part) =>
          readPart({
            ...blank("1", "2"),
            dataCoding: coding === "gsm7" ? 0 : 8,
            message: part,
          }),
        );
        expect(read.map(({ fault }) => fault).filter((fault) => fault !== undefined)).toEqual([]);
        expect(read.map((part) => part.text).join("")).toBe(said);
      }),
    );
  });

  test("is cut into as many parts as it is billed for", () => {
    fc.assert(
      fc.property(texts, (said) => {
        expect(splitText(said, "gsm7", ROOM).parts.length).toBe(
          countSegments(said, "gsm").segments,
        );
      }),
    );
  });
});
