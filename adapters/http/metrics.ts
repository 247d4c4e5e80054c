import { Gauge, Registry } from "prom-client";
import type { Core } from "../../src/core.ts";

/** What an operator watches, read from the store when asked: nothing is counted twice, nothing is lost on a restart. */
export function createMetrics(core: Core): () => Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const campaigns = gauge("qunfa_campaigns", "Campaigns by state", ["state"]);
  const waiting = gauge("qunfa_receipts_waiting", "Receipts whose recipient is not known yet");
  const overdue = gauge("qunfa_jobs_due", "Jobs that are due and not done");
  const outbox = gauge("qunfa_messages_dirty", "Chat messages older than what they show");
  const failed = gauge("qunfa_messages_failed", "Chat messages that a chat does not take");
  const codes = gauge("qunfa_unknown_codes", "Receipts with a code that no map has", [
    "provider",
    "code",
    "detail",
  ]);
  const candidates = gauge("qunfa_rule_candidates", "Phrases that are blocked without a rule");
  const stopped = gauge("qunfa_lane_stopped", "1 when a provider refused the account", [
    "provider",
  ]);
  const unreachable = gauge("qunfa_lane_circuit_open", "1 while a provider's circuit is open", [
    "provider",
  ]);
  return async () => {
    const { store, clock } = core;
    for (const state of ["sending", "paused", "awaiting_receipts", "awaiting_approval"]) {
      campaigns.set({ state }, await store.campaigns.count({ state }));
    }
    waiting.set(await store.receipts.count({ state: "waiting" }));
    overdue.set(await store.jobs.count({ done: false, dueAt: { $lte: clock.now() } }));
    outbox.set(await store.messages.count({ dirty: true }));
    failed.set(await store.messages.count({ state: "failed" }));
    // Anew each time: the text beside a code may be another one by now.
    codes.reset();
    const unknown = await store.unknownCodes.find({}, { sort: { lastAt: -1 }, limit: 200 });
    for (const { provider, code, detail, count } of unknown) {
      codes.set({ provider, code, detail }, count);
    }
    candidates.set(await store.ruleCandidates.count({}));
    for (const lane of await store.lanes.find({})) {
      stopped.set({ provider: lane._id }, lane.stopped === null ? 0 : 1);
      unreachable.set({ provider: lane._id }, lane.circuit == null ? 0 : 1);
    }
    return registry.metrics();
  };
}
