import { expect, test } from "vitest";
import type { HandedOver } from "../../src/delivery/provider.ts";
import { Unheard } from "../../src/delivery/unheard.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";

const HOUR = 3_600_000;
const handed = (n: number): HandedOver => ({
  recipient: `r-${n}` as RecipientId,
  phone: "+8613800138000" as Phone,
});
const names = (all: readonly HandedOver[]) => all.map(({ recipient }) => recipient);

test("those handed over before a moment wait, until a result came", () => {
  const unheard = new Unheard(10);
  for (const n of [1, 2, 3]) unheard.add(`m-${n}`, handed(n), n * HOUR);
  unheard.heard("m-1");
  unheard.heard("nobody's");
  expect(names(unheard.next(9, 2 * HOUR, 3 * HOUR))).toEqual(["r-2"]);
  expect(names(unheard.next(9, 9 * HOUR, 9 * HOUR))).toEqual(["r-3", "r-2"]);
});

test("everyone gets a turn, however many never get a result", () => {
  const unheard = new Unheard(10);
  for (const n of [1, 2, 3, 4, 5]) unheard.add(`m-${n}`, handed(n), HOUR);
  const turns = [2, 3, 4].map((hour) => names(unheard.next(2, 9 * HOUR, hour * HOUR)));
  expect(turns).toEqual([
    ["r-1", "r-2"],
    ["r-3", "r-4"],
    ["r-5", "r-1"],
  ]);
});

test("so many are remembered and no more, nor after three days", () => {
  const unheard = new Unheard(3);
  for (const n of [1, 2, 3, 4, 5]) unheard.add(`m-${n}`, handed(n), HOUR);
  expect(names(unheard.next(9, HOUR, HOUR))).toEqual(["r-3", "r-4", "r-5"]);
  unheard.add("m-6", handed(6), 73 * HOUR);
  expect(names(unheard.next(9, 99 * HOUR, 99 * HOUR))).toEqual(["r-6"]);
});
