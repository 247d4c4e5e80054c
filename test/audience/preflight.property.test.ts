import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { saveAudience } from "../../src/audience/audience.ts";
import type { ExclusionReason } from "../../src/audience/exclusion.ts";
import { takeContacts } from "../../src/audience/frequency.ts";
import { placesFrom } from "../../src/audience/places-file.ts";
import { pastedRows } from "../../src/audience/rows.ts";
import { suppress } from "../../src/audience/suppression.ts";
import { createDraft } from "../../src/campaign/drafts.ts";
import { makePlan } from "../../src/campaign/plan.ts";
import type { CampaignId, Phone } from "../../src/ids.ts";
import { isBalanced } from "../../src/settlement/counts.ts";
import { actorOf, ORIGIN, openCoreBench } from "../support/core-bench.ts";
import { databaseKinds } from "../support/databases.ts";
import { writePlaces } from "../support/places-writer.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

/** Why a number can't be sent to, as many at once as there are. */
type Trouble = "opted_out" | "blacklisted" | "sensitive_region" | "too_frequent";
const ORDER: readonly Trouble[] = ["opted_out", "blacklisted", "sensitive_region", "too_frequent"];

const person = fc.record({
  /** A suppression is for one of two reasons. */
  suppressed: fc.constantFrom(undefined, undefined, "opted_out" as const, "blacklisted" as const),
  far: fc.boolean(),
  texted: fc.boolean(),
  /** How their number is written, once or several times. */
  written: fc.array(fc.constantFrom("plain", "spaced", "plus86", "wide"), {
    minLength: 1,
    maxLength: 3,
  }),
});
const bad = fc.constantFrom("12345", "手机号", "010-12345678", "138****1234", "1.38E+10");
/** More than a batch holds, between them: a number may return in another batch. */
const crowd = fc.constantFrom(0, 0, 0, 510);

const PLACES = placesFrom(writePlaces([{ range: 1390000, province: "新疆", card: 1 }]));
const digits = (n: number, far: boolean) =>
  `${far ? "1390000" : "1380000"}${String(n).padStart(4, "0")}`;

function write(number: string, how: string): string {
  if (how === "spaced") return `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`;
  if (how === "plus86") return `+86${number}`;
  if (how === "wide")
    return number.replace(/\d/gu, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
  return number;
}

describe.each(databaseKinds())("preflight over $name", ({ open }) => {
  test("gives every row one outcome and every number the first that holds, whatever the order of rows", {
    timeout: 120_000,
  }, async () => {
    const provider = new ScriptedProvider("a", { unserved: ["CN-65"] });
    const bench = await openCoreBench([provider], { open, places: PLACES });
    const { core, drafter } = bench;
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 12 }),
        fc.array(bad, { maxLength: 4 }),
        crowd,
        fc.infiniteStream(fc.nat(1_000_000)),
        async (people, wrong, extra, places) => {
          round += 1;
          const merchant = { ...bench.merchant, _id: `m${round}` as typeof bench.merchant._id };
          await core.store.merchants.insertOne(merchant);
          const expected = new Map<Phone, Trouble | null>();
          const rows: string[] = [...wrong];
          for (const [n, { suppressed, far, texted, written }] of people.entries()) {
            const number = digits(n, far);
            const phone = `+86${number}` as Phone;
            rows.push(...written.map((how) => write(number, how)));
            if (suppressed !== undefined) {
              const entry = { merchantId: merchant._id, phone, reason: suppressed };
              await suppress(core, [{ ...entry, source: "member", detail: "" }]);
            }
            const before = "earlier" as CampaignId;
            if (texted) await takeContacts(core, merchant, before, [phone], core.clock.now());
            const troubles: readonly (Trouble | false | undefined)[] = [
              suppressed,
              far && "sensitive_region",
              texted && "too_frequent",
            ];
            expected.set(phone, ORDER.find((trouble) => troubles.includes(trouble)) ?? null);
          }
          for (let i = 0; i < extra; i++) {
            const number = digits(1000 + i, false);
            rows.push(number);
            expected.set(`+86${number}` as Phone, null);
          }
          const keyed = rows.map((row) => ({ row, key: places.next().value ?? 0 }));
          const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ row }) => row);
          if (expected.size === 0) return;
          const list = pastedRows(shuffled.join("\n"), "CN");
          const audience = await saveAudience(core, merchant._id, "all", list);
          const campaign = await createDraft(core, merchant, drafter, actorOf(drafter), ORIGIN, {
            name: "x",
            text: "会员日",
            audienceId: audience._id,
            sendAt: null,
          });
          // Made twice, as after a crash.
          await makePlan(core, campaign, merchant);
          const made = await makePlan(core, campaign, merchant);
          const counts = made.ok
            ? made.counts
            : made.fault.kind === "nobody_sendable"
              ? made.fault.counts
              : undefined;
          const recipients = await core.store.recipients.find({ campaignId: campaign._id });
          expect(recipients.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual(
            shuffled.map((_, i) => i + 1),
          );
          const outcome = new Map<Phone, ExclusionReason | null>();
          const tally: Partial<Record<ExclusionReason, number>> = {};
          for (const { phone, exclusion, state, provider: lane } of recipients) {
            expect(state).toBe(exclusion === null ? "pending" : "excluded");
            expect(lane).toBe(exclusion === null ? "a" : null);
            if (exclusion !== null) tally[exclusion] = (tally[exclusion] ?? 0) + 1;
            if (exclusion === "duplicate" || phone === null) continue;
            expect(outcome.has(phone)).toBe(false);
            outcome.set(phone, exclusion);
          }
          expect(outcome).toEqual(expected);
          expect(tally.invalid ?? 0).toBe(wrong.length);
          expect(tally.duplicate ?? 0).toBe(rows.length - wrong.length - expected.size);
          expect(counts?.excludedBy).toEqual(tally);
          expect(counts?.audience).toBe(rows.length);
          expect(counts !== undefined && isBalanced(counts)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
    await bench.close();
  });
});
