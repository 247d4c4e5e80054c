import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findTooFrequent, releaseContacts, takeContacts } from "../../src/audience/frequency.ts";
import type { Core } from "../../src/core.ts";
import type { CampaignId, Phone } from "../../src/ids.ts";
import type { Merchant } from "../../src/merchant/merchant.ts";
import type { Collection } from "../../src/store/collection.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { databaseKinds } from "../support/databases.ts";
import { drive } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const HOUR = 3_600_000;
/** Days around which clocks are turned, a day is left out (Apia), or nothing happens. */
const ZONES: readonly (readonly [string, string])[] = [
  ["Asia/Shanghai", "2026-11-20"],
  ["America/New_York", "2026-10-30"],
  ["America/New_York", "2026-03-06"],
  ["Europe/London", "2026-10-23"],
  ["Australia/Lord_Howe", "2026-04-03"],
  ["Africa/Cairo", "2026-04-22"],
  ["Pacific/Apia", "2011-12-27"],
];

/** The local day by a way of its own: what the calendar on the wall says. */
function dayOn(at: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
  return Date.parse(`${shown}T00:00:00Z`) / (24 * HOUR);
}

const phones = Array.from({ length: 4 }, (_, n) => `+86${numberOf(n)}` as Phone);
const campaign = (n: number) => `campaign${n}` as CampaignId;

const settings = fc.record({
  perDay: fc.integer({ min: 1, max: 3 }),
  frequencyDays: fc.constantFrom(1, 1, 2, 3, 7),
  zone: fc.constantFrom(...ZONES),
});
const attempt = fc.record({
  campaign: fc.nat(5),
  phones: fc.uniqueArray(fc.constantFrom(...phones), { minLength: 1 }),
  /** Until the next: often minutes around midnight, sometimes days. */
  later: fc.constantFrom(0, 60_000, HOUR, 5 * HOUR, 23 * HOUR, 24 * HOUR, 25 * HOUR, 60 * HOUR),
  gives: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
});

function merchantWith(
  bench: CoreBench,
  chosen: { perDay: number; frequencyDays: number },
  zone: string,
): Merchant {
  const { merchant } = bench;
  const { perDay, frequencyDays } = chosen;
  return { ...merchant, timeZone: zone, settings: { ...merchant.settings, perDay, frequencyDays } };
}

const fullest = (days: readonly number[], window: number) =>
  Math.max(
    0,
    ...days.map((from) => days.filter((day) => day >= from && day < from + window).length),
  );

describe.each(databaseKinds())("the frequency cap over $name", ({ open }) => {
  const runs = { numRuns: 60 };

  test("in turn, a number is refused just when others have filled its window", {
    timeout: 60_000,
  }, async () => {
    const bench = await openCoreBench([], { open });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(settings, fc.array(attempt, { maxLength: 25 }), async (chosen, attempts) => {
        round += 1;
        const [zone, start] = chosen.zone;
        const merchant = {
          ...merchantWith(bench, chosen, zone),
          _id: `m${round}` as Merchant["_id"],
        };
        const model = new Map<string, number>();
        let at = Date.parse(`${start}T20:00:00Z`);
        for (const { campaign: n, phones: some, later, gives } of attempts) {
          at += later;
          const day = dayOn(at, zone);
          const full = some.filter((phone) => {
            const others = [...model].filter(
              ([key, on]) =>
                key.startsWith(phone) && key !== `${phone}/${n}` && on > day - chosen.frequencyDays,
            );
            return others.length >= chosen.perDay;
          });
          const id = campaign(n);
          expect(await findTooFrequent(bench.core, merchant, id, some, at)).toEqual(new Set(full));
          expect(await takeContacts(bench.core, merchant, id, some, at)).toEqual(new Set(full));
          for (const phone of some) if (!full.includes(phone)) model.set(`${phone}/${n}`, day);
          if (!gives) continue;
          await releaseContacts(bench.core, merchant, id, some);
          for (const phone of some) model.delete(`${phone}/${n}`);
        }
      }),
      runs,
    );
    await bench.close();
  });

  test("at once on two instances, no window of a number ever holds more than the cap", {
    timeout: 60_000,
  }, async () => {
    const bench = await openCoreBench([], { open });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        settings,
        fc.array(fc.array(attempt, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.scheduler(),
        async (chosen, waves, scheduler) => {
          round += 1;
          const [zone, start] = chosen.zone;
          const merchant = {
            ...merchantWith(bench, chosen, zone),
            _id: `w${round}` as Merchant["_id"],
          };
          const instances = ["one", "two"].map((instance) =>
            slowed(bench.core, instance, (step) =>
              scheduler.schedule(Promise.resolve()).then(step),
            ),
          );
          const sent = new Map<Phone, Map<number, number>>();
          let now = Date.parse(`${start}T20:00:00Z`);
          for (const wave of waves) {
            now += wave[0]?.later ?? 0;
            // A campaign takes a number once at a time: whoever takes it twice is in one lane after the other.
            const once = wave.filter(
              (one, i) => wave.findIndex((other) => other.campaign === one.campaign) === i,
            );
            const taking = once.map(async ({ campaign: n, phones: some, gives }, i) => {
              const core = instances[i % 2] as Core;
              // Clocks of instances differ: by minutes, here.
              const at = now + i * 60_000;
              const full = await takeContacts(core, merchant, campaign(n), some, at);
              const got = some.filter((phone) => !full.has(phone));
              if (gives) await releaseContacts(core, merchant, campaign(n), got);
              return { n, at, got: gives ? [] : got, none: gives ? got : [] };
            });
            await scheduler.waitFor(Promise.all(taking));
            for (const { n, at, got, none } of await Promise.all(taking)) {
              for (const phone of none) sent.get(phone)?.delete(n);
              for (const phone of got) {
                const of = sent.get(phone) ?? new Map<number, number>();
                sent.set(phone, of.set(n, dayOn(at, zone)));
              }
            }
            for (const of of sent.values()) {
              expect(fullest([...of.values()], chosen.frequencyDays)).toBeLessThanOrEqual(
                chosen.perDay,
              );
            }
          }
        },
      ),
      runs,
    );
    await bench.close();
  });

  test("two campaigns sent at once by two instances to the same people reach each of them once", {
    timeout: 30_000,
  }, async () => {
    const a = new ScriptedProvider("a", { batchSize: 3 });
    const b = new ScriptedProvider("b", { batchSize: 4 });
    a.script.push({ kind: "accept" }, { kind: "refuse_call", code: "throttled" });
    const bench = await openCoreBench([a, b], { open });
    const numbers = Array.from({ length: 40 }, (_, n) => numberOf(n));
    const first = await bench.approved(numbers);
    const second = await bench.approved(numbers.toReversed());
    const other: Core = { ...bench.core, instance: "another" };
    const over = async () => {
      const states = [await bench.campaign(first), await bench.campaign(second)];
      return states.every(({ state }) => state === "awaiting_receipts");
    };
    await Promise.all([drive(bench, [a], over), drive(bench, [b], over, { as: other })]);
    const phonesSent = [...a.accepted, ...b.accepted].map(({ message }) => message.phone);
    expect(phonesSent.toSorted()).toEqual(numbers.map((number) => `+86${number}`));
    const counts = [await bench.campaign(first), await bench.campaign(second)].map(
      (sent) => sent.counts.excludedBy.too_frequent ?? 0,
    );
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(40);
    await bench.close();
  });

  test("a lowered cap and a longer window count what was sent before", async () => {
    const bench = await openCoreBench([], { open });
    const day = 24 * HOUR;
    const at = Date.parse("2026-11-20T04:00:00Z");
    const loose = merchantWith(bench, { perDay: 3, frequencyDays: 1 }, "Asia/Shanghai");
    for (const n of [1, 2]) await takeContacts(bench.core, loose, campaign(n), phones, at);
    const strict = merchantWith(bench, { perDay: 1, frequencyDays: 7 }, "Asia/Shanghai");
    const full = (later: number) =>
      takeContacts(bench.core, strict, campaign(3), phones, at + later * day);
    expect(await full(6)).toEqual(new Set(phones));
    expect(await full(7)).toEqual(new Set());
    await bench.close();
  });
});

/** An instance over the same store, whose every look and write of the books waits for its turn. */
function slowed(
  core: Core,
  instance: string,
  turn: <T>(step: () => Promise<T>) => Promise<T>,
): Core {
  const { contacts } = core.store;
  const waiting: Collection<never> = new Proxy(contacts as never as Collection<never>, {
    get: (target, name: keyof Collection<never>) => {
      const method = target[name];
      if (typeof method !== "function") return method;
      return (...args: never[]) =>
        turn(() => (method as (...given: never[]) => Promise<unknown>).apply(target, args));
    },
  });
  return { ...core, instance, store: { ...core.store, contacts: waiting as never } };
}
