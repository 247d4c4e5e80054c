import fc from "fast-check";
import { expect, test } from "vitest";
import { saveAudience } from "../../src/audience/audience.ts";
import type { SavedList } from "../../src/audience/lists.ts";
import { mergeLists } from "../../src/audience/merge-lists.ts";
import { pastedRows } from "../../src/audience/rows.ts";
import { nameAudience } from "../../src/audience/save-lists.ts";
import { suppress } from "../../src/audience/suppression.ts";
import { requestApproval } from "../../src/campaign/approval.ts";
import { createDraft } from "../../src/campaign/drafts.ts";
import type { Phone } from "../../src/ids.ts";
import { isBalanced } from "../../src/settlement/counts.ts";
import { recount } from "../../src/settlement/settle.ts";
import { actorOf, numberOf, ORIGIN, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

/** A row of a list: one of a few numbers, so that they meet, or none. */
const row = fc.oneof({ weight: 8, arbitrary: fc.nat(15) }, fc.constant(-1));
const rows = fc
  .array(row, { minLength: 1, maxLength: 20 })
  .filter((all) => all.some((n) => n >= 0));
const written = (n: number) => (n < 0 ? "12345" : numberOf(n));
const phoneOf = (n: number) => `+86${numberOf(n)}` as Phone;

test("whatever is merged, sent to and left out, every row has one outcome and nobody left out is pending", {
  timeout: 60_000,
}, async () => {
  const cases = fc.record({
    lists: fc.array(rows, { minLength: 2, maxLength: 4 }),
    audience: rows,
    /** Of the lists and the merged one, which the campaign leaves out. */
    leftOut: fc.uniqueArray(fc.nat(4), { maxLength: 4 }),
    optedOut: fc.uniqueArray(fc.nat(15), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ lists, audience, leftOut, optedOut }) => {
      const bench = await openCoreBench([new ScriptedProvider("a")]);
      try {
        const { core, merchant, drafter } = bench;
        const actor = actorOf(drafter);
        const store = (name: string, numbers: readonly number[]) =>
          saveAudience(core, merchant._id, name, pastedRows(numbers.map(written).join("\n"), "CN"));
        const saved: SavedList[] = [];
        for (const [i, numbers] of lists.entries()) {
          const name = `list ${i}`;
          const origin = { action: "list.save", from: "" } as const;
          const said = await nameAudience(core, actor, await store(name, numbers), name, origin);
          if (said.kind === "saved") saved.push(said.list);
        }
        const merged = await mergeLists(core, merchant._id, actor, saved, "merged");
        if (merged.kind === "merged") saved.push(merged.list);
        expect(saved).toHaveLength(lists.length + 1);
        const held = [...lists, lists.flat()];
        await suppress(
          core,
          optedOut.map((n) => ({
            merchantId: merchant._id,
            phone: phoneOf(n),
            reason: "opted_out" as const,
            source: "member" as const,
            detail: "",
          })),
        );
        const campaign = await createDraft(core, merchant, drafter, actor, ORIGIN, {
          name: "test",
          text: "会员日全场八折",
          audienceId: (await store("audience", audience))._id,
          excludedLists: leftOut.flatMap((i) => saved[i]?._id ?? []),
          sendAt: null,
        });
        await requestApproval(core, merchant, campaign, drafter, actor);

        const gone = new Set(leftOut.flatMap((i) => held[i] ?? []).map(phoneOf));
        const refused = new Set(optedOut.map(phoneOf));
        const people = await core.store.recipients.find({ campaignId: campaign._id });
        expect(people.map(({ line }) => line).sort((a, b) => a - b)).toEqual(
          audience.map((_, i) => i + 1),
        );
        const counts = await recount(core, campaign);
        expect(isBalanced(counts)).toBe(true);
        const first = new Set<Phone>();
        for (const person of people.sort((a, b) => a.line - b.line)) {
          const { phone, state, exclusion } = person;
          const expected =
            phone === null
              ? "invalid"
              : first.has(phone)
                ? "duplicate"
                : refused.has(phone)
                  ? "opted_out"
                  : gone.has(phone)
                    ? "excluded_by_list"
                    : null;
          if (phone !== null) first.add(phone);
          expect(exclusion).toBe(expected);
          expect(state).toBe(expected === null ? "pending" : "excluded");
        }
      } finally {
        await bench.close();
      }
    }),
    { numRuns: 60 },
  );
});
