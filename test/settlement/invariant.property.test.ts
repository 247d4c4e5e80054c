import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { finishIfSent } from "../../src/delivery/finish.ts";
import type { Receipt } from "../../src/delivery/provider.ts";
import type { CarrierReason, FailureReason } from "../../src/delivery/reason.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import type { RecipientId } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { isBalanced, tidyCounts } from "../../src/settlement/counts.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { recount } from "../../src/settlement/settle.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { type CallScript, ScriptedProvider } from "../support/scripted-provider.ts";

/** What the world may do next. */
type Step =
  | { readonly do: "submit"; readonly provider: 0 | 1; readonly script: CallScript }
  | {
      readonly do: "receipt";
      readonly pick: number;
      readonly outcome: "delivered" | CarrierReason;
      readonly at: number;
    }
  | { readonly do: "repeat"; readonly pick: number }
  | { readonly do: "turn"; readonly minutes: number };

const script: fc.Arbitrary<CallScript> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<CallScript>({ kind: "accept" }) },
  fc.constantFrom<CallScript>(
    { kind: "break_after" },
    { kind: "break_before" },
    { kind: "refuse_call", code: "throttled" },
    { kind: "refuse_some", every: 3 },
  ),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("submit" as const),
      provider: fc.constantFrom(0 as const, 1 as const),
      script,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("receipt" as const),
      pick: fc.nat(50),
      outcome: fc.constantFrom<("delivered" | CarrierReason)[]>(
        "delivered",
        "delivered",
        "unreachable",
        "content_blocked",
        "opted_out",
        "unknown",
      ),
      at: fc.nat(5),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("repeat" as const), pick: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("turn" as const),
      minutes: fc.constantFrom(1, 20, 61, 600, 4400),
    }),
  },
);

/** The plain model: every receipt of a recipient that came while the books were open. */
class Model {
  readonly receipts = new Map<RecipientId, Receipt[]>();

  expected(recipient: RecipientId): "delivered" | CarrierReason | undefined {
    const all = this.receipts.get(recipient) ?? [];
    if (all.some(({ outcome }) => outcome.kind === "delivered")) return "delivered";
    const failed = all.filter(({ outcome }) => outcome.kind === "failed");
    failed.sort((a, b) => a.at - b.at || (a.code < b.code ? -1 : 1));
    const first = failed[0]?.outcome;
    return first?.kind === "failed" ? first.reason : undefined;
  }
}

async function check(
  bench: CoreBench,
  campaign: Parameters<CoreBench["campaign"]>[0],
  providers: ScriptedProvider[],
  model: Model,
) {
  const now = await bench.campaign(campaign);
  const counted = await recount(bench.core, now);
  expect(isBalanced(counted)).toBe(true);
  expect(tidyCounts(now.counts)).toEqual(counted);
  const quota = await readQuota(bench.core, bench.merchant._id);
  expect(quota.granted).toBe(quota.free + quota.reserved + quota.charged);
  if (now.settlement.stage === "settled") {
    expect(quota).toMatchObject({ reserved: 0, charged: counted.segmentsDelivered });
    expect(counted.submitted + counted.submitting).toBe(0);
  }
  const accepted = providers.flatMap((provider) => provider.accepted);
  expect(new Set(accepted.map(({ message }) => message.phone)).size).toBe(accepted.length);
  for (const { recipient } of accepted) {
    const stored = await bench.core.store.recipients.findOne({ _id: recipient });
    const expected = model.expected(recipient);
    if (expected === "delivered") expect(stored?.state).toBe("delivered");
    else if (expected !== undefined)
      expect(stored).toMatchObject({ state: "failed", reason: expected });
    else if (now.settlement.stage === "settled") {
      expect(stored).toMatchObject({
        state: "failed",
        reason: "no_result" satisfies FailureReason,
      });
    }
  }
}

describe("whatever order submissions, receipts and hours come in", () => {
  test("everyone is counted once, nothing is charged that was not delivered, and nobody is sent twice", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 24 }),
        fc.array(step, { minLength: 5, maxLength: 40 }),
        async (people, steps) => {
          const providers = [
            new ScriptedProvider("a", { batchSize: 4 }),
            new ScriptedProvider("b", { batchSize: 3 }),
          ];
          const bench = await openCoreBench(providers);
          try {
            const model = new Model();
            const said: Receipt[] = [];
            const numbers = Array.from({ length: people }, (_, i) => numberOf(i % 20));
            const campaign = await bench.approved([...numbers, "not a number"]);
            const take = async (receipt: Receipt, recipient: RecipientId) => {
              const { stage } = (await bench.campaign(campaign)).settlement;
              if (stage !== "closing" && stage !== "settled") {
                model.receipts.set(recipient, [...(model.receipts.get(recipient) ?? []), receipt]);
              }
              await takeReceipts(bench.core, [receipt]);
            };
            await runDueJobs(bench.core, jobHandlers);
            for (const next of steps) {
              const accepted = providers.flatMap((p) =>
                p.accepted.map((a) => ({ ...a, provider: p.id })),
              );
              switch (next.do) {
                case "submit": {
                  const provider = providers[next.provider] as ScriptedProvider;
                  const now = await bench.campaign(campaign);
                  if (now.state !== "sending") break;
                  provider.script.splice(0, 9, next.script);
                  const size = provider.limits.batchSize;
                  const done = await submitBatch(
                    bench.core,
                    provider,
                    now,
                    bench.merchant,
                    size,
                    new AbortController().signal,
                  );
                  if (done.kind === "empty") await finishIfSent(bench.core, now);
                  break;
                }
                case "receipt": {
                  const one = accepted[next.pick % Math.max(1, accepted.length)];
                  if (one === undefined) break;
                  const { outcome, at } = next;
                  const receipt: Receipt = {
                    provider: one.provider,
                    // Every third names our reference only: whom a broken call sent has no message id here.
                    ...(next.pick % 3 === 0 ? {} : { messageId: one.messageId }),
                    recipient: one.recipient,
                    outcome:
                      outcome === "delivered"
                        ? { kind: outcome }
                        : { kind: "failed", reason: outcome, known: true },
                    code: outcome,
                    detail: "",
                    at,
                  };
                  said.push(receipt);
                  await take(receipt, one.recipient);
                  break;
                }
                case "repeat": {
                  const again = said[next.pick % Math.max(1, said.length)];
                  if (again !== undefined) await takeReceipts(bench.core, [again]);
                  break;
                }
                case "turn":
                  bench.clock.turn(next.minutes * 60_000);
                  await runDueJobs(bench.core, jobHandlers);
              }
              await check(bench, campaign, providers, model);
            }
          } finally {
            await bench.close();
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
