import { expect } from "vitest";
import type { Campaign } from "../../src/campaign/campaign.ts";
import type { Core } from "../../src/core.ts";
import { runLane } from "../../src/delivery/lane.ts";
import type { Provider, Receipt } from "../../src/delivery/provider.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import type { CoreBench } from "./core-bench.ts";
import type { ScriptedProvider } from "./scripted-provider.ts";

/** How much of the bench's time passes in one round of `drive`, in milliseconds. */
const ROUND = 500;

/**
 * Drives lanes and jobs, with time passing, until `until` says so: then every lane is stopped, what is in flight stored.
 * `as` is another instance over the same store; `round` is how much time passes in one round: little, where it is a
 * lane's pace that matters, for a batch takes several rounds.
 */
export async function drive(
  bench: CoreBench,
  providers: readonly Provider[],
  until: () => Promise<boolean>,
  { as = bench.core, round = ROUND }: { readonly as?: Core; readonly round?: number } = {},
): Promise<void> {
  const stopping = new AbortController();
  const lanes = providers.map((provider) => runLane(as, provider, stopping.signal));
  const deadline = Date.now() + 15_000;
  try {
    while (!(await until())) {
      if (Date.now() > deadline) throw new Error("it never came to an end");
      await runDueJobs(as, jobHandlers);
      bench.clock.turn(round);
      as.lanes.ring();
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    stopping.abort();
    as.lanes.ring();
    await Promise.all(lanes);
  }
}

/** Drives for so many rounds: for what must not happen. */
export function driveFor(
  bench: CoreBench,
  providers: readonly Provider[],
  rounds: number,
): Promise<void> {
  let round = 0;
  return drive(bench, providers, async () => {
    round += 1;
    return round > rounds;
  });
}

/** What a carrier says of what a provider accepted, from the `from`th on. */
export function said(
  provider: ScriptedProvider,
  outcome: (i: number) => "delivered" | CarrierReason,
  from = 0,
): Receipt[] {
  return provider.accepted
    .slice(from)
    .map(({ messageId }, i) => receipt(provider, messageId, outcome(i)));
}

/** One receipt on one message. */
export function receipt(
  provider: Pick<Provider, "id">,
  messageId: string,
  outcome: "delivered" | CarrierReason,
  at = 1,
): Receipt {
  return {
    provider: provider.id,
    messageId,
    outcome:
      outcome === "delivered"
        ? { kind: "delivered" }
        : { kind: "failed", reason: outcome, known: true },
    code: outcome,
    detail: `scripted ${outcome}`,
    at,
  };
}

/** Drives one lane whose provider talks over sockets, which take time of their own, until the campaign is there. */
export async function driveOverSockets(
  bench: CoreBench,
  provider: Provider,
  campaign: Campaign,
  until: RegExp,
): Promise<void> {
  const stopping = new AbortController();
  const lane = runLane(bench.core, provider, stopping.signal);
  await expect
    .poll(
      async () => {
        await runDueJobs(bench.core, jobHandlers);
        bench.clock.turn(ROUND);
        bench.core.lanes.ring();
        return (await bench.campaign(campaign)).state;
      },
      { interval: 5, timeout: 10_000 },
    )
    .toMatch(until);
  stopping.abort();
  bench.core.lanes.ring();
  await lane;
}
