import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suppress } from "../../src/audience/suppression.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { finishIfSent } from "../../src/delivery/finish.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import type { Phone } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { resume } from "../../src/resume.ts";
import { isBalanced, tidyCounts } from "../../src/settlement/counts.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { recount } from "../../src/settlement/settle.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { receipt } from "../support/drive.ts";
import { type CallScript, ScriptedProvider } from "../support/scripted-provider.ts";

type Step =
  | { readonly do: "submit"; readonly at: 0 | 1; readonly script: CallScript }
  | {
      readonly do: "receipt";
      readonly pick: number;
      readonly outcome: "delivered" | "content_blocked" | "unreachable";
    }
  | { readonly do: "opt_out"; readonly pick: number }
  | { readonly do: "restart" }
  | { readonly do: "turn"; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("submit" as const),
      at: fc.constantFrom(0 as const, 1 as const),
      script: fc.constantFrom<CallScript>(
        { kind: "accept" },
        { kind: "accept" },
        { kind: "accept" },
        { kind: "break_after" },
        { kind: "refuse_call", code: "throttled" },
        { kind: "refuse_some", every: 2, reason: "content_blocked" },
      ),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("receipt" as const),
      pick: fc.nat(50),
      outcome: fc.constantFrom(
        "delivered" as const,
        "content_blocked" as const,
        "content_blocked" as const,
        "unreachable" as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("opt_out" as const), pick: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("turn" as const),
      minutes: fc.constantFrom(1, 20, 61, 600, 4400),
    }),
  },
);

/** One run of a campaign with what the world said of it, so that it can be held to the rules after every step. */
class Run {
  readonly bench: CoreBench;
  readonly campaign: Campaign;
  readonly providers: readonly ScriptedProvider[];
  /** Recipients of whom a delivered receipt came while the books were open. */
  readonly delivered = new Set<string>();
  /** Message ids of whom a blocked receipt came. */
  readonly blocked = new Set<string>();

  constructor(bench: CoreBench, campaign: Campaign, providers: readonly ScriptedProvider[]) {
    this.bench = bench;
    this.campaign = campaign;
    this.providers = providers;
  }

  accepted() {
    return this.providers.flatMap((provider) => provider.accepted.map((a) => ({ ...a, provider })));
  }

  async take(next: Step): Promise<void> {
    const { bench, campaign } = this;
    switch (next.do) {
      case "submit": {
        const provider = this.providers[next.at] as ScriptedProvider;
        const now = await bench.campaign(campaign);
        if (now.state !== "sending") return;
        provider.script.splice(0, 9, next.script);
        const signal = new AbortController().signal;
        const done = await submitBatch(bench.core, provider, now, bench.merchant, 4, signal);
        if (done.kind === "empty") await finishIfSent(bench.core, now);
        return;
      }
      case "receipt": {
        const all = this.accepted();
        const one = all[next.pick % Math.max(1, all.length)];
        if (one === undefined) return;
        const { stage } = (await bench.campaign(campaign)).settlement;
        const open = stage !== "closing" && stage !== "settled";
        if (open && next.outcome === "delivered") this.delivered.add(one.recipient);
        if (next.outcome === "content_blocked") this.blocked.add(one.messageId);
        const said = receipt(one.provider, one.messageId, next.outcome);
        // Half of them echo our reference, as some providers do; of a broken call nothing else is known.
        const key = `${one.provider.id}:${one.messageId}`;
        const { recipients, messageParts } = bench.core.store;
        const known =
          (await recipients.findOne({ messageKey: key })) ??
          (await messageParts.findOne({ _id: key }));
        const echoes = next.pick % 2 === 0 || known === undefined;
        const named = echoes ? { ...said, recipient: one.recipient } : said;
        await takeReceipts(bench.core, [named]);
        return;
      }
      case "opt_out": {
        const { _id: merchantId } = bench.merchant;
        const phone = `+86${numberOf(next.pick)}` as Phone;
        const entry = { merchantId, phone, reason: "opted_out", source: "member" } as const;
        await suppress(bench.core, [{ ...entry, detail: "" }]);
        return;
      }
      case "restart":
        await resume(bench.core);
        return;
      case "turn":
        bench.clock.turn(next.minutes * 60_000);
        await runDueJobs(bench.core, jobHandlers);
    }
  }

  async holds(): Promise<void> {
    const { bench } = this;
    const now = await bench.campaign(this.campaign);
    const counted = await recount(bench.core, now);
    expect(isBalanced(counted)).toBe(true);
    expect(tidyCounts(now.counts)).toEqual(counted);
    const quota = await readQuota(bench.core, bench.merchant._id);
    expect(quota.granted).toBe(quota.free + quota.reserved + quota.charged);
    if (now.settlement.stage === "settled") {
      expect(counted.submitted + counted.submitting + counted.pending).toBe(0);
      expect(quota).toMatchObject({ reserved: 0, charged: counted.segmentsDelivered });
    }
    const tries = Map.groupBy(this.accepted(), ({ recipient }) => recipient);
    for (const [recipient, messages] of tries) {
      // At most once at each provider, and a second time only after a block that was surely said.
      expect(messages.length).toBeLessThanOrEqual(2);
      expect(new Set(messages.map(({ provider }) => provider.id)).size).toBe(messages.length);
      if (messages.length === 2) {
        expect(messages.some(({ messageId }) => this.blocked.has(messageId))).toBe(true);
      }
      const stored = await bench.core.store.recipients.findOne({ _id: recipient });
      if (this.delivered.has(recipient)) expect(stored?.state).toBe("delivered");
      else expect(stored?.state).not.toBe("delivered");
      expect(stored?.state).not.toBe("excluded");
    }
  }
}

describe("with content fail-over, whatever order submissions, receipts, opt-outs and restarts come in", () => {
  test("nobody is sent twice but after a sure block, and every count and charge holds at every moment", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 14 }),
        fc.array(step, { minLength: 5, maxLength: 40 }),
        async (people, steps) => {
          const providers = [new ScriptedProvider("a"), new ScriptedProvider("b")];
          const bench = await openCoreBench(providers);
          try {
            await bench.core.store.merchants.updateOne(
              { _id: bench.merchant._id },
              { $set: { "settings.contentFailover": true } },
            );
            const numbers = Array.from({ length: people }, (_, i) => numberOf(i));
            const run = new Run(bench, await bench.approved(numbers), providers);
            await runDueJobs(bench.core, jobHandlers);
            for (const next of steps) {
              await run.take(next);
              await run.holds();
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
