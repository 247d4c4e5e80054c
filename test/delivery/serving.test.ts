import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { placesByPrefix } from "../../src/audience/phone-place.ts";
import { placesFrom } from "../../src/audience/places-file.ts";
import { suppress } from "../../src/audience/suppression.ts";
import { resumeCampaign } from "../../src/campaign/lifecycle.ts";
import { createRouter } from "../../src/delivery/routing.ts";
import { servingFaults } from "../../src/delivery/serving.ts";
import type { Phone } from "../../src/ids.ts";
import { actorOf, type CoreBench, openCoreBench } from "../support/core-bench.ts";
import { drive } from "../support/drive.ts";
import { writePlaces } from "../support/places-writer.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const places = placesFrom(
  writePlaces([
    { range: 1380000, province: "北京", card: 1 },
    { range: 1390000, province: "新疆", card: 1 },
  ]),
);
/** Numbers of Beijing, of Xinjiang, and of a range that nobody knows. */
const beijing = (n: number) => `1380000${String(n).padStart(4, "0")}`;
const xinjiang = (n: number) => `1390000${String(n).padStart(4, "0")}`;
const nowhere = (n: number) => `1381111${String(n).padStart(4, "0")}`;
const US = "+12025550123";

let bench: CoreBench;
afterEach(() => bench.close());

const many = (of: (n: number) => string, count: number) =>
  Array.from({ length: count }, (_, n) => of(n));
const sentBy = (provider: ScriptedProvider) =>
  provider.accepted.map(({ message }) => message.phone as string);

async function exclusions(): Promise<Record<string, string | null>> {
  const recipients = await bench.core.store.recipients.find({});
  return Object.fromEntries(recipients.map(({ phone, exclusion }) => [phone, exclusion]));
}

describe("regions that a provider does not serve", () => {
  test("a number that none of the providers serves is excluded, one whose province is unknown is not", async () => {
    const a = new ScriptedProvider("a", { unserved: ["CN-65", "US"] });
    const b = new ScriptedProvider("b", { unserved: ["CN-65", "CN-54", "US"] });
    bench = await openCoreBench([a, b], { places });
    const campaign = await bench.approved([beijing(1), xinjiang(1), nowhere(1), US]);
    expect(campaign.counts.excludedBy).toEqual({ sensitive_region: 2 });
    expect(await exclusions()).toEqual({
      [`+86${beijing(1)}`]: null,
      [`+86${xinjiang(1)}`]: "sensitive_region",
      [`+86${nowhere(1)}`]: null,
      [US]: "sensitive_region",
    });
  });

  test("an opt-out counts before the region, the region before the frequency", async () => {
    const a = new ScriptedProvider("a");
    bench = await openCoreBench([a], { places });
    await bench.approved([xinjiang(1), beijing(1)]);
    await drive(bench, [a], async () => a.accepted.length === 2);
    const { merchant, core } = bench;
    const phone = `+86${xinjiang(2)}` as Phone;
    const entry = { merchantId: merchant._id, phone, reason: "opted_out" as const };
    await suppress(core, [{ ...entry, source: "member", detail: "" }]);
    Object.assign(a, { unserved: ["CN-65"] });
    const draft = await bench.approved([xinjiang(1), xinjiang(2), beijing(1), beijing(2)]);
    expect(draft.counts.excludedBy).toEqual({ opted_out: 1, sensitive_region: 1, too_frequent: 1 });
  });

  test("a number that only some serve goes only to those, and weights hold among the rest", async () => {
    const a = new ScriptedProvider("a", { weight: 1, unserved: ["CN-65"] });
    const b = new ScriptedProvider("b", { weight: 2, unserved: [] });
    const c = new ScriptedProvider("c", { weight: 1 });
    bench = await openCoreBench([a, b, c], { places });
    await bench.approved([...many(beijing, 40), ...many(xinjiang, 30)]);
    const all = [a, b, c];
    await drive(bench, all, async () => all.reduce((n, p) => n + p.accepted.length, 0) === 70);
    const count = (provider: ScriptedProvider, start: string) =>
      sentBy(provider).filter((phone) => phone.startsWith(start)).length;
    expect(all.map((provider) => count(provider, "+861380000"))).toEqual([10, 20, 10]);
    expect(all.map((provider) => count(provider, "+861390000"))).toEqual([0, 20, 10]);
  });

  test("whoever only a refused account serves waits for it, the others go on elsewhere, and then it pauses", async () => {
    const a = new ScriptedProvider("a", { batchSize: 5 });
    const b = new ScriptedProvider("b", { batchSize: 5, unserved: ["CN-65"] });
    a.script.push({ kind: "refuse_call", code: "account" });
    bench = await openCoreBench([a, b], { places });
    const campaign = await bench.approved([...many(beijing, 20), ...many(xinjiang, 8)]);
    await drive(bench, [a, b], async () => (await bench.campaign(campaign)).state === "paused");
    expect(a.accepted).toHaveLength(0);
    expect(new Set(sentBy(b))).toEqual(new Set(many(beijing, 20).map((n) => `+86${n}`)));
    const paused = await bench.campaign(campaign);
    expect(paused.pause).toEqual({ kind: "account", provider: "a", message: "scripted refusal" });
    expect(paused.counts).toMatchObject({ pending: 8, submitted: 20 });

    await resumeCampaign(bench.core, paused, actorOf(bench.approver));
    await drive(
      bench,
      [a, b],
      async () => (await bench.campaign(campaign)).state === "awaiting_receipts",
    );
    expect(new Set(sentBy(a))).toEqual(new Set(many(xinjiang, 8).map((n) => `+86${n}`)));
    expect(b.accepted).toHaveLength(20);
  });

  test("when a lane can't be reached, those it alone serves stay with it and the rest leaves", async () => {
    const a = new ScriptedProvider("a", { batchSize: 5 });
    const b = new ScriptedProvider("b", { batchSize: 5, unserved: ["CN-65"] });
    for (let i = 0; i < 6; i++) a.script.push({ kind: "refuse_call", code: "unavailable" });
    bench = await openCoreBench([a, b], { places });
    const campaign = await bench.approved([...many(beijing, 20), ...many(xinjiang, 8)]);
    await drive(
      bench,
      [a, b],
      async () => (await bench.campaign(campaign)).state === "awaiting_receipts",
    );
    expect(sentBy(b).some((phone) => phone.startsWith("+861390000"))).toBe(false);
    expect(a.accepted.length + b.accepted.length).toBe(28);
  });

  test("named as provinces without a file of places are refused at start, by account", async () => {
    bench = await openCoreBench([]);
    const account = new ScriptedProvider("a", { unserved: ["US", "CN-65"] });
    expect(servingFaults([account, new ScriptedProvider("b")], placesByPrefix)).toEqual([
      expect.stringMatching(/^PHONE_PLACES_FILE: needed .*provider “a” does not serve CN-65;/u),
    ]);
    expect(servingFaults([account], places)).toEqual([]);
    expect(
      servingFaults([new ScriptedProvider("a", { unserved: ["US"] })], placesByPrefix),
    ).toEqual([]);
  });

  test("whatever is unserved where, every number goes to one that serves it, in proportion", async () => {
    bench = await openCoreBench([]);
    const region = fc.constantFrom("CN-65", "CN-11", "US");
    const account = fc.record({
      weight: fc.integer({ min: 1, max: 4 }),
      unserved: fc.uniqueArray(region, { maxLength: 2 }),
    });
    const number = fc.constantFrom(`+86${beijing(1)}`, `+86${xinjiang(1)}`, US, `+86${nowhere(1)}`);
    const home = new Map([
      [`+86${beijing(1)}`, "CN-11"],
      [`+86${xinjiang(1)}`, "CN-65"],
      [US, "US"],
    ]);
    fc.assert(
      fc.property(
        fc.array(account, { minLength: 1, maxLength: 4 }),
        fc.array(number, { minLength: 1, maxLength: 60 }),
        (accounts, numbers) => {
          const providers = accounts.map((options, i) => new ScriptedProvider(`p${i}`, options));
          const route = createRouter(providers, places);
          const taken = new Map<string, Map<string, number>>();
          for (const phone of numbers) {
            const serving = providers.filter(
              ({ unserved }) => !unserved.includes(home.get(phone) ?? ""),
            );
            const to = route(phone as Phone);
            if (serving.length === 0) expect(to).toBeUndefined();
            else expect(serving.map(({ id }) => id)).toContain(to);
            const who = serving.map(({ id }) => id).join();
            const shares = taken.get(who) ?? new Map<string, number>();
            shares.set(String(to), (shares.get(String(to)) ?? 0) + 1);
            taken.set(who, shares);
            // Evenly mixed: after any number of them nobody is a whole turn off their share.
            const total = serving.reduce((sum, { weight }) => sum + weight, 0);
            const given = [...shares.values()].reduce((sum, n) => sum + n, 0);
            for (const { id, weight } of serving) {
              const off = (shares.get(id) ?? 0) - (given * weight) / total;
              expect(Math.abs(off)).toBeLessThan(serving.length);
            }
          }
        },
      ),
    );
  });
});
