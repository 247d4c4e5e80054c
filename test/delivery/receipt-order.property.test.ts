import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { finishIfSent } from "../../src/delivery/finish.ts";
import type { Receipt } from "../../src/delivery/provider.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import type { ProviderId } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { isBalanced, tidyCounts } from "../../src/settlement/counts.ts";
import { recount } from "../../src/settlement/settle.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

/** Four people through a provider whose texts go whole, four through one that cuts them in three. */
const PEOPLE = 4;
const PARTS = 3;

/** What is said of one message, or of one part of it: by the provider's id, by our reference, or by both. */
interface Saying {
  readonly whole: boolean;
  readonly person: number;
  readonly part: number;
  readonly outcome: "delivered" | CarrierReason;
  readonly at: number;
  readonly names: "message" | "both" | "person";
  /** After the books are closed. */
  readonly late: boolean;
}

const saying: fc.Arbitrary<Saying> = fc
  .record({
    whole: fc.boolean(),
    person: fc.nat(PEOPLE - 1),
    part: fc.nat(PARTS - 1),
    outcome: fc.constantFrom(
      "delivered" as const,
      "delivered" as const,
      "unreachable" as const,
      "content_blocked" as const,
      "blacklisted" as const,
      "opted_out" as const,
      "unknown" as const,
    ),
    at: fc.nat(4),
    names: fc.constantFrom("message" as const, "both" as const, "person" as const),
    late: fc.oneof(
      { weight: 6, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  })
  // What late parts would have said together is not worked out: they are kept, and noted.
  .map((one) => ({ ...one, late: one.late && one.whole }));

/** How the same sayings reach us: in this order, so many at once, some while their call is still under way. */
interface Arrival {
  readonly order: readonly Saying[];
  readonly atOnce: number;
  readonly early: number;
}

/** One story: what is said, whether a call breaks off, and two ways in which it all arrives. */
const story = fc.array(saying, { minLength: 1, maxLength: 24 }).chain((said) =>
  fc.record({
    breaks: fc.boolean(),
    arrivals: fc.tuple(arrivalOf(said), arrivalOf(said)),
  }),
);

function arrivalOf(said: readonly Saying[]): fc.Arbitrary<Arrival> {
  return fc.record({
    // Everything comes at least once, in any order, and some of it again.
    order: fc
      .tuple(
        fc.shuffledSubarray([...said], { minLength: said.length }),
        fc.array(fc.tuple(fc.nat(said.length - 1), fc.nat(99)), { maxLength: 8 }),
      )
      .map(([order, again]) => {
        const all = [...order];
        for (const [which, where] of again) {
          const one = said[which];
          if (one !== undefined) all.splice(where % (all.length + 1), 0, one);
        }
        return all;
      }),
    atOnce: fc.integer({ min: 1, max: 12 }),
    early: fc.nat(12),
  });
}

type Accepted = ScriptedProvider["accepted"][number];

async function play({ order, atOnce, early }: Arrival, breaks: boolean) {
  const a = new ScriptedProvider("a", { batchSize: PEOPLE });
  const b = new ScriptedProvider("b", { batchSize: PEOPLE, parts: PARTS });
  const bench = await openCoreBench([a, b]);
  try {
    const numbers = Array.from({ length: 2 * PEOPLE }, (_, i) => numberOf(i));
    const campaign = await bench.approved(numbers);
    await runDueJobs(bench.core, jobHandlers);
    if (breaks) a.script.push({ kind: "break_after" });
    const inTime = order.filter(({ late }) => !late);
    for (const provider of [a, b]) {
      // Some receipts are faster than the answer to the call.
      const fast = inTime.filter(({ whole }) => whole === (provider === a)).slice(0, early);
      provider.beforeAnswer = () => takeAll(bench, fast, atOnce, a, b, breaks);
      const signal = new AbortController().signal;
      const now = await bench.campaign(campaign);
      await submitBatch(bench.core, provider, now, bench.merchant, PEOPLE, signal);
    }
    await finishIfSent(bench.core, await bench.campaign(campaign));
    await takeAll(bench, inTime, atOnce, a, b, breaks);
    const open = await bench.campaign(campaign);
    expect(isBalanced(open.counts)).toBe(true);
    expect(tidyCounts(open.counts)).toEqual(await recount(bench.core, open));
    bench.clock.turn(73 * 3_600_000);
    await runDueJobs(bench.core, jobHandlers);
    await takeAll(
      bench,
      order.filter(({ late }) => late),
      atOnce,
      a,
      b,
      breaks,
    );
    const closed = await bench.campaign(campaign);
    expect(tidyCounts(closed.counts)).toEqual(await recount(bench.core, closed));
    const people = await bench.core.store.recipients.find(
      { campaignId: campaign._id },
      { sort: { line: 1 } },
    );
    const suppressed = await bench.core.store.suppressions.find({}, { sort: { phone: 1 } });
    return {
      open: tidyCounts(open.counts),
      closed: tidyCounts(closed.counts),
      people: people.map(({ line, state, reason, code, decidedAt }) =>
        // Of several receipts that say delivered, which one is kept says nothing to anyone.
        state === "delivered" ? [line, state] : [line, state, reason, code, decidedAt],
      ),
      suppressed: suppressed.map(({ phone, reason }) => [phone, reason]),
    };
  } finally {
    await bench.close();
  }
}

async function takeAll(
  bench: CoreBench,
  said: readonly Saying[],
  atOnce: number,
  a: ScriptedProvider,
  b: ScriptedProvider,
  breaks: boolean,
): Promise<void> {
  const receipts = said.flatMap((one) => receiptOf(one, a, b, breaks));
  for (let from = 0; from < receipts.length; from += atOnce) {
    await takeReceipts(bench.core, receipts.slice(from, from + atOnce));
  }
}

function receiptOf(
  one: Saying,
  a: ScriptedProvider,
  b: ScriptedProvider,
  breaks: boolean,
): Receipt[] {
  const provider = one.whole ? a : b;
  // In the order of their numbers: in which order they went differs from campaign to campaign.
  const byNumber = (x: Accepted, y: Accepted) => (x.message.phone < y.message.phone ? -1 : 1);
  const sent = [...provider.accepted].sort(byNumber)[one.person];
  if (sent === undefined) return [];
  const { outcome, at } = one;
  const said = {
    provider: provider.id as ProviderId,
    outcome:
      outcome === "delivered"
        ? ({ kind: "delivered" } as const)
        : ({ kind: "failed", reason: outcome, known: outcome !== "unknown" } as const),
    code: outcome,
    detail: "",
    at,
  };
  // Parts are only known by their ids; of a call that broke off nobody has the ids.
  if (!one.whole) return [{ ...said, messageId: `${sent.messageId}.${one.part + 1}` }];
  const names = breaks && one.names === "message" ? "both" : one.names;
  return [
    {
      ...said,
      ...(names === "person" ? {} : { messageId: sent.messageId }),
      ...(names === "message" ? {} : { recipient: sent.recipient }),
    },
  ];
}

describe("the same receipts", () => {
  test("end in the same people, counts and suppressions, however they are ordered, repeated, bundled and early", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ breaks, arrivals: [one, other] }) => {
        expect(await play(one, breaks)).toEqual(await play(other, breaks));
      }),
      { numRuns: 60 },
    );
  });
});
