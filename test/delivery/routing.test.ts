import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { simulatorConfigSchema } from "../../adapters/simulator/config.ts";
import { placesByPrefix } from "../../src/audience/phone-place.ts";
import { describeAccount } from "../../src/delivery/provider-account.ts";
import { createRouter } from "../../src/delivery/routing.ts";
import { type Routed, weightFor } from "../../src/delivery/serving.ts";
import type { Phone, ProviderId } from "../../src/ids.ts";
import { CARRIERS, carrierOf } from "../../src/policy/number-carrier.ts";
import { type CoreBench, openCoreBench } from "../support/core-bench.ts";
import { drive } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const phone = (range: string, n = 0) =>
  `+86${range}${String(n).padStart(11 - range.length, "0")}` as Phone;
const RANGE = { mobile: "138", unicom: "186", telecom: "189", broadnet: "192" } as const;

describe("the carrier of a number", () => {
  test.each([
    ["+8613800138000", "mobile"],
    ["+8613490000000", "telecom"],
    ["+8613480000000", "mobile"],
    ["+8618600000000", "unicom"],
    ["+8617050000000", "mobile"],
    ["+8617000000000", "telecom"],
    ["+8617090000000", "unicom"],
    ["+8619200000000", "broadnet"],
    ["+8619000000000", "telecom"],
    ["+85251234567", undefined],
    ["+15550000000", undefined],
  ] as const)("%s: %s", (number, carrier) => {
    expect(carrierOf(number as Phone)).toBe(carrier);
  });
});

const account: fc.Arbitrary<Omit<Routed, "id">> = fc.record({
  weight: fc.integer({ min: 1, max: 9 }),
  serves: fc.record(
    {
      prefixes: fc.constantFrom(["+86"], ["+852"], ["+86", "+852"]),
      carriers: fc.dictionary(fc.constantFrom(...CARRIERS), fc.integer({ min: 0, max: 5 }), {
        maxKeys: 4,
      }),
    },
    { requiredKeys: [] },
  ),
});
const accounts = fc
  .array(account, { minLength: 1, maxLength: 5 })
  .map((all): Routed[] => all.map((one, i) => ({ ...one, id: `p${i}` as ProviderId })));
const someone = fc
  .tuple(fc.constantFrom(...CARRIERS, "abroad" as const), fc.nat(9_999))
  .map(([carrier, n]) =>
    carrier === "abroad"
      ? (`+8525${String(n).padStart(7, "0")}` as Phone)
      : phone(RANGE[carrier], n),
  );

describe("routing", () => {
  test("gives nobody to a provider that does not serve them, and leaves out only whom none serves", () => {
    fc.assert(
      fc.property(accounts, fc.array(someone, { maxLength: 200 }), (providers, phones) => {
        const route = createRouter(providers, placesByPrefix);
        for (const one of phones) {
          const to = route(one);
          const chosen = providers.find(({ id }) => id === to);
          if (chosen !== undefined)
            expect(weightFor(chosen, one, placesByPrefix)).toBeGreaterThan(0);
          else
            expect(
              providers.every((provider) => weightFor(provider, one, placesByPrefix) === 0),
            ).toBe(true);
        }
      }),
    );
  });

  test("keeps the shares within each carrier, however carriers come mixed and wherever it stops", () => {
    fc.assert(
      fc.property(
        accounts,
        fc.array(someone, { minLength: 1, maxLength: 400 }),
        (providers, phones) => {
          const route = createRouter(providers, placesByPrefix);
          const given = new Map<string, Map<string, number>>();
          const keyOf = (one: Phone) =>
            providers.map((p) => weightFor(p, one, placesByPrefix)).join(" ");
          for (const one of phones) {
            const to = route(one);
            if (to === undefined) continue;
            const group = given.get(keyOf(one)) ?? new Map<string, number>();
            given.set(keyOf(one), group.set(to, (group.get(to) ?? 0) + 1));
          }
          for (const [key, group] of given) {
            const weights = key.split(" ").map(Number);
            const total = weights.reduce((a, b) => a + b, 0);
            const people = [...group.values()].reduce((a, b) => a + b, 0);
            for (const [i, { id }] of providers.entries()) {
              const due = (people * (weights[i] ?? 0)) / total;
              expect(Math.abs((group.get(id) ?? 0) - due)).toBeLessThanOrEqual(providers.length);
            }
          }
        },
      ),
    );
  });

  test("takes whom it is told not to take nowhere but elsewhere", () => {
    fc.assert(
      fc.property(accounts, fc.array(someone, { maxLength: 50 }), (providers, phones) => {
        const route = createRouter(providers, placesByPrefix);
        const except = "p0" as ProviderId;
        for (const one of phones) expect(route(one, except)).not.toBe(except);
      }),
    );
  });
});

describe("an account", () => {
  test("says in the providers' file whose numbers it serves", () => {
    const parsed = simulatorConfigSchema.parse({
      kind: "simulator",
      id: "sim",
      name: "Sim",
      profile: "sim-lenient",
      serves: { prefixes: ["+86"], carriers: { mobile: 3, telecom: 1 } },
    });
    const described = describeAccount({ ...parsed });
    expect(described.serves).toEqual({ prefixes: ["+86"], carriers: { mobile: 3, telecom: 1 } });
    expect(
      simulatorConfigSchema.safeParse({ ...parsed, serves: { carriers: { vodafone: 1 } } }).success,
    ).toBe(false);
    expect(
      simulatorConfigSchema.safeParse({ ...parsed, serves: { prefixes: ["86"] } }).success,
    ).toBe(false);
  });
});

describe("a campaign", () => {
  let bench: CoreBench;
  afterEach(() => bench.close());

  test("goes through the providers that serve its numbers; whom none serves is left out", async () => {
    const a = new ScriptedProvider("a", { serves: { carriers: { mobile: 1 } } });
    const b = new ScriptedProvider("b", { serves: { carriers: { mobile: 3, telecom: 1 } } });
    bench = await openCoreBench([a, b]);
    const all = (["mobile", "telecom", "unicom"] as const).flatMap((carrier) =>
      Array.from({ length: 40 }, (_, i) => phone(RANGE[carrier], i).slice(3)),
    );
    const campaign = await bench.approved(all);
    await drive(
      bench,
      [a, b],
      async () => (await bench.campaign(campaign)).state === "awaiting_receipts",
    );
    const by = (provider: ScriptedProvider, carrier: string) =>
      provider.accepted.filter(({ message }) => carrierOf(message.phone) === carrier).length;
    expect([by(a, "mobile"), by(b, "mobile")]).toEqual([10, 30]);
    expect([by(a, "telecom"), by(b, "telecom")]).toEqual([0, 40]);
    expect((await bench.campaign(campaign)).counts.excludedBy).toEqual({ sensitive_region: 40 });
  });
});
