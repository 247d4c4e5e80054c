import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readReceiptDate, readReceiptText } from "../../adapters/smpp/receipt-text.ts";

const word = fc.stringMatching(/^[A-Za-z0-9_@.-]{1,20}$/u);
const stat = fc.constantFrom("DELIVRD", "UNDELIV", "EXPIRED", "REJECTD", "MK:0001");

describe("the text of a receipt", () => {
  test("gives back what was written, whatever order and case the fields are in", () => {
    const fields = fc.record({
      id: word,
      stat,
      err: fc.stringMatching(/^[0-9A-F]{3}$/u),
      "done date": fc.stringMatching(/^2[0-9]{9}$/u),
      sub: fc.constant("001"),
      "submit date": fc.constant("2611231035"),
    });
    fc.assert(
      fc.property(
        fields.chain((said) =>
          fc.record({
            said: fc.constant(said),
            order: fc.shuffledSubarray(Object.keys(said), { minLength: 6 }),
            upper: fc.boolean(),
            space: fc.constantFrom("", " "),
          }),
        ),
        fc.string(),
        ({ said, order, upper, space }, tail) => {
          const written = order
            .map((name) => {
              const value = said[name as keyof typeof said];
              return `${upper ? name.toUpperCase() : name}:${space}${value}`;
            })
            .join(" ");
          expect(readReceiptText(`${written} text:${tail}`)).toEqual({
            id: said.id,
            stat: said.stat,
            err: said.err,
            doneDate: said["done date"],
          });
        },
      ),
    );
  });

  test("never fails, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(Object.keys(readReceiptText(text))).toEqual(["id", "stat", "err", "doneDate"]);
      }),
    );
  });

  test("is not fooled by what the message's own text says", () => {
    expect(readReceiptText("id:1 stat:UNDELIV err:001 text:id:2 stat:DELIVRD")).toMatchObject({
      id: "1",
      stat: "UNDELIV",
    });
    expect(readReceiptText("id:1 text:stat:DELIVRD")).toMatchObject({ stat: undefined });
  });

  test("leaves out a field that is empty: the next one is not its value", () => {
    expect(readReceiptText("id:1 sub:001 done date: stat:DELIVRD err:")).toEqual({
      id: "1",
      stat: "DELIVRD",
      err: undefined,
      doneDate: undefined,
    });
  });

  test("takes time in proportion to its length", () => {
    const long = "id: ".repeat(20_000) + "done date: ".repeat(10_000);
    const began = performance.now();
    readReceiptText(long);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("the date of a receipt", () => {
  test.each([
    ["minutes", "2611231035", "UTC", "2026-11-23T10:35:00Z"],
    ["seconds", "261123103559", "UTC", "2026-11-23T10:35:59Z"],
    ["the century", "202611231035", "UTC", "2026-11-23T10:35:00Z"],
    ["century and seconds", "20261123103559", "UTC", "2026-11-23T10:35:59Z"],
    ["the SMSC's own clock", "2611231835", "Asia/Shanghai", "2026-11-23T10:35:00Z"],
  ])("with %s", (_, digits, zone, iso) => {
    expect(readReceiptDate(digits, zone)).toBe(Date.parse(iso));
  });

  test.each(["0000000000", "2613231035", "2611232535", "26112310", "261123103561"])(
    "%s is no time",
    (digits) => expect(readReceiptDate(digits, "UTC")).toBeUndefined(),
  );

  test("written by the wall clock of a zone, it is read as the same minute", () => {
    const minute = fc.integer({
      min: Date.UTC(2024, 0) / 60_000,
      max: Date.UTC(2040, 0) / 60_000,
    });
    fc.assert(
      fc.property(minute, (minutes) => {
        const at = minutes * 60_000;
        const local = new Date(at + 8 * 3_600_000).toISOString().replace(/\D/gu, "").slice(2, 12);
        expect(readReceiptDate(local, "Asia/Shanghai")).toBe(at);
      }),
    );
  });
});
