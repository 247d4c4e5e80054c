import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Core } from "../../src/core.ts";
import type { CampaignId, MerchantId } from "../../src/ids.ts";
import {
  chargeQuota,
  grantQuota,
  readQuota,
  releaseQuota,
  reserveQuota,
} from "../../src/settlement/quota.ts";
import type { Collection } from "../../src/store/collection.ts";
import { openCoreBench } from "../support/core-bench.ts";
import { databaseKinds } from "../support/databases.ts";

/** What approvals, settlements and admins do, some of them again after a crash. */
const operation = fc.oneof(
  fc.record({
    do: fc.constant("grant" as const),
    key: fc.nat(3),
    segments: fc.integer({ min: 1, max: 50 }),
  }),
  fc.record({ do: fc.constant("reserve" as const), hold: fc.nat(4) }),
  fc.record({
    do: fc.constant("charge" as const),
    hold: fc.nat(4),
    share: fc.constantFrom(0, 0.3, 1),
  }),
  fc.record({ do: fc.constant("release" as const), hold: fc.nat(4) }),
);
/** Segments that each hold reserves: a campaign's version has one figure. */
const NEEDS = [5, 10, 20, 40, 80];

describe.each(databaseKinds())("a merchant's quota over $name", ({ open }) => {
  test("is granted = free + reserved + charged at every moment, whatever runs at once and again", {
    timeout: 60_000,
  }, async () => {
    const bench = await openCoreBench([], { open });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(operation, { minLength: 1, maxLength: 4 }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.scheduler(),
        async (waves, scheduler) => {
          round += 1;
          const merchantId = `q${round}` as MerchantId;
          const balanced = async () => {
            const account = await readQuota(bench.core, merchantId);
            const { granted, free, reserved, charged, holds, grants } = account;
            expect(granted).toBe(free + reserved + charged);
            expect(Math.min(free, reserved, charged)).toBeGreaterThanOrEqual(0);
            const open = Object.values(holds);
            expect(reserved).toBe(open.reduce((sum, hold) => sum + hold.reserved, 0));
            expect(granted).toBe(Object.values(grants).reduce((sum, n) => sum + n, 0));
            return account;
          };
          const core = inTurns(bench.core, async (step) => {
            await scheduler.schedule(Promise.resolve());
            const done = await step();
            await balanced();
            return done;
          });
          for (const wave of waves) {
            const all = wave.map(async (one) => {
              const hold = "hold" in one ? one.hold : 0;
              const owner = { _id: `c${hold}` as CampaignId, merchantId, version: 1 };
              const need = NEEDS[hold] ?? 0;
              switch (one.do) {
                case "grant":
                  return grantQuota(core, {
                    merchantId,
                    segments: one.segments,
                    key: `k${one.key}`,
                    by: null,
                    reason: "",
                  });
                case "reserve": {
                  const said = await reserveQuota(core, owner, need);
                  if (!said.ok) expect(said.short).toBeGreaterThan(0);
                  return;
                }
                case "charge":
                  return chargeQuota(core, owner, Math.floor(need * one.share));
                case "release":
                  return releaseQuota(core, owner);
              }
            });
            await scheduler.waitFor(Promise.all(all));
          }
          for (const hold of NEEDS.keys()) {
            await releaseQuota(bench.core, {
              _id: `c${hold}` as CampaignId,
              merchantId,
              version: 1,
            });
          }
          const end = await balanced();
          expect(end.reserved).toBe(0);
          expect(end.holds).toEqual({});
          // The same grant again, at once or later, was one.
          const lines = await bench.core.store.ledger.find({ merchantId, kind: "grant" });
          expect(lines.length).toBe(Object.keys(end.grants).length);
        },
      ),
      { numRuns: 60 },
    );
    await bench.close();
  });
});

/** The core with a store of quotas whose every step waits for its turn, and is looked at after it. */
function inTurns(core: Core, turn: <T>(step: () => Promise<T>) => Promise<T>): Core {
  const { quotas } = core.store;
  const waiting: Collection<never> = new Proxy(quotas as never as Collection<never>, {
    get: (target, name: keyof Collection<never>) => {
      const method = target[name];
      if (typeof method !== "function") return method;
      return (...args: never[]) =>
        turn(() => (method as (...given: never[]) => Promise<unknown>).apply(target, args));
    },
  });
  return { ...core, store: { ...core.store, quotas: waiting as never } };
}
