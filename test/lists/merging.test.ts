import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deleteList } from "../../src/audience/change-lists.ts";
import type { SavedList } from "../../src/audience/lists.ts";
import { mergeLists } from "../../src/audience/merge-lists.ts";
import { sweepLists } from "../../src/audience/sweep-lists.ts";
import { StoreUnavailableError } from "../../src/store/collection.ts";
import { actorOf, numberOf } from "../support/core-bench.ts";
import { dyingStore } from "../support/dying-store.ts";
import { ADMIN, engines, fileNamed, type ListHouse, openListHouse } from "./list-house.ts";

const DAY = 24 * 3_600_000;

const rowsOf = async (house: ListHouse, list: Pick<SavedList, "_id">) =>
  house.core.store.audienceRows.find({ audienceId: list._id }, { sort: { line: 1 } });

describe.each(engines())("merging lists, over $name", ({ open }) => {
  async function withHouse(run: (house: ListHouse) => Promise<void>): Promise<void> {
    const house = await openListHouse(open);
    try {
      await run(house);
    } finally {
      await house.close();
    }
  }

  const drop = async (house: ListHouse, name: string, numbers: readonly number[]) => {
    const lines = numbers.map((n, i) => `${numberOf(n)},${name}${i}`);
    await house.drop(ADMIN, fileNamed(name, ["手机号,来自", ...lines].join("\n")));
    return house.list(name);
  };
  const merge = (house: ListHouse, lists: readonly SavedList[], name: string, core = house.core) =>
    mergeLists(core, house.merchant._id, actorOf(house.approver), lists, name);

  test(
    "whatever lists are merged, each number is there once, from the first row that has it",
    {
      timeout: 60_000,
    },
    () =>
      withHouse(async (house) => {
        let round = 0;
        const list = fc.array(fc.nat(12), { minLength: 1, maxLength: 12 });
        await fc.assert(
          fc.asyncProperty(fc.array(list, { minLength: 2, maxLength: 4 }), async (numbers) => {
            round += 1;
            const lists: SavedList[] = [];
            for (const [i, some] of numbers.entries()) {
              lists.push(await drop(house, `表${round}-${i}x`, some));
            }
            const first = new Map<string, string>();
            for (const [i, some] of numbers.entries()) {
              for (const [at, n] of some.entries()) {
                const phone = `+86${numberOf(n)}`;
                if (!first.has(phone)) first.set(phone, `${lists[i]?.name}${at}`);
              }
            }
            const outcome = await merge(house, lists, `合并${round}`);
            if (outcome.kind !== "merged") throw new Error(outcome.kind);
            const rows = await rowsOf(house, outcome.list);
            expect(rows.map(({ line }) => line)).toEqual(rows.map((_, i) => i + 1));
            expect(rows.map(({ phone, variables }) => [phone, variables.来自])).toEqual([...first]);
            expect(outcome.list).toMatchObject({ rows: first.size, valid: first.size });
            expect(outcome.repeated).toBe(numbers.flat().length - first.size);
          }),
          { numRuns: 25 },
        );
      }),
  );

  test("more rows than a batch holds, in every list, are merged alike", () =>
    withHouse(async (house) => {
      const range = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, i) => from + i);
      const lists = [
        await drop(house, "甲", [...range(0, 1_300), ...range(0, 200)]),
        await drop(house, "乙", range(900, 2_100)),
      ];
      const outcome = await merge(house, lists, "合");
      expect(outcome).toMatchObject({ kind: "merged", repeated: 600, list: { valid: 2_100 } });
      expect(
        await house.core.store.audienceRows.count({
          audienceId: { $nin: lists.map(({ _id }) => _id) },
        }),
      ).toBe(2_100);
    }));

  test(
    "a crash at any write leaves no half list to see, and merging again is as if it had not been",
    {
      timeout: 60_000,
    },
    () =>
      withHouse(async (house) => {
        const { core } = house;
        const numbers = (from: number) => Array.from({ length: 700 }, (_, i) => from + i);
        const lists = [await drop(house, "甲", numbers(0)), await drop(house, "乙", numbers(400))];
        const given = await core.store.audienceRows.count({});
        for (let writes = 0, whole = false; !whole; writes += 1) {
          const name = `合${writes}`;
          const mortal = { ...core, store: dyingStore(core.store, writes) };
          const died = await merge(house, lists, name, mortal).then(
            () => false,
            (error: unknown) => {
              expect(error).toBeInstanceOf(StoreUnavailableError);
              return true;
            },
          );
          const seen = await core.store.lists.findOne({ name });
          // Seen at all, it is seen whole.
          if (seen !== undefined) {
            expect(seen).toMatchObject({ rows: 1_100, valid: 1_100 });
            expect(await rowsOf(house, seen)).toHaveLength(1_100);
          } else {
            expect(died).toBe(true);
            const again = await merge(house, lists, name);
            expect(again).toMatchObject({ kind: "merged", list: { valid: 1_100 } });
          }
          house.clock.turn(2 * DAY);
          await sweepLists(core);
          const stays = await house.list(name);
          expect(await rowsOf(house, stays)).toHaveLength(1_100);
          await deleteList(core, actorOf(house.approver), stays);
          house.clock.turn(2 * DAY);
          await sweepLists(core);
          expect(await core.store.audienceRows.count({})).toBe(given);
          whole = !died;
        }
      }),
  );

  test("two merges to one name at the same instant make one list, and nothing of the other stays", () =>
    withHouse(async (house) => {
      const lists = [await drop(house, "甲", [1, 2]), await drop(house, "乙", [2, 3])];
      const said = await Promise.all([merge(house, lists, "合"), merge(house, lists, "合")]);
      expect(said.map(({ kind }) => kind).sort()).toEqual(["merged", "taken"]);
      expect(await house.core.store.audienceRows.count({})).toBe(2 + 2 + 3);
      expect(await house.core.store.audiences.count({})).toBe(3);
    }));
});
