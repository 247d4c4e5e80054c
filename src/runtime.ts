import cron from "node-cron";
import { renderMessage } from "./chat/cards/render.ts";
import type { Chat } from "./chat/chat.ts";
import { pumpOutbox } from "./chat/outbox.ts";
import type { Platform } from "./chat/platform.ts";
import type { Core } from "./core.ts";
import { runLane } from "./delivery/lane.ts";
import type { Receipt } from "./delivery/provider.ts";
import { takeReceipts } from "./delivery/receipts.ts";
import { takeReplies } from "./delivery/replies.ts";
import { gather } from "./gather.ts";
import { jobHandlers } from "./jobs/handlers.ts";
import { PATIENT_KINDS, PROMPT_KINDS, runDueJobs } from "./jobs/jobs.ts";
import { askForStarts, resume } from "./resume.ts";
import { sweep } from "./sweep.ts";
import type { Wake } from "./wake.ts";

/** How long a loop sleeps when nobody rings: the cron rings every second as a rule. */
const LONGEST_SLEEP = 60_000;
/** Receipts come one push each as a rule; stored and applied together they cost a tenth. */
const RECEIPTS_AT_ONCE = 500;

/** The work that goes on by itself. */
export interface Runtime {
  /** No new batches; what is in flight is stored; then it resolves. */
  stop(): Promise<void>;
}

/**
 * Starts everything that goes on by itself: receipts, lanes, due jobs, the outbox. A cron tick looks for what is due;
 * leases in the store see to it that among several instances one does it.
 */
export async function startRuntime(
  core: Core,
  chats: ReadonlyMap<Platform, Chat>,
  tick: string,
): Promise<Runtime> {
  const stopping = new AbortController();
  const { signal } = stopping;
  await resume(core);
  const receipts = gather<Receipt>(RECEIPTS_AT_ONCE, (items) => takeReceipts(core, items));
  for (const provider of core.providers.values()) {
    await provider.start({
      receipts,
      replies: (replies) => takeReplies(core, replies),
    });
  }
  const render = (message: Parameters<typeof renderMessage>[1]) => renderMessage(core, message);
  const work = [
    ...[...core.providers.values()].map((provider) => runLane(core, provider, signal)),
    ...[PROMPT_KINDS, PATIENT_KINDS].map((kinds) =>
      loop(core, core.jobs, signal, "jobs", () => runDueJobs(core, jobHandlers, kinds, signal)),
    ),
    loop(core, core.outbox, signal, "outbox", () => pumpOutbox(core, chats, render)),
  ];
  const ring = () => {
    core.jobs.ring();
    core.outbox.ring();
  };
  const at = (when: string, task: () => Promise<void>, failed: string) =>
    cron.schedule(when, () =>
      task().catch((error: unknown) => core.log.error({ err: error }, failed)),
    );
  const timetable = [
    cron.schedule(tick, ring),
    at("17 3 * * *", () => sweep(core), "the nightly sweep failed"),
    at("*/5 * * * *", () => askForStarts(core), "the look for campaigns without a start failed"),
  ];
  return {
    stop: async () => {
      for (const entry of timetable) await entry.stop();
      stopping.abort();
      core.lanes.ring();
      await Promise.all(work);
      await Promise.all([...core.providers.values()].map((provider) => provider.stop()));
    },
  };
}

async function loop(
  core: Core,
  wake: Wake,
  signal: AbortSignal,
  name: string,
  round: () => Promise<unknown>,
): Promise<void> {
  const ear = wake.ear();
  while (!signal.aborted) {
    try {
      await round();
    } catch (error) {
      core.log.error({ err: error, loop: name }, "a round of work failed and will be tried again");
      await core.clock.sleep(1_000, signal);
    }
    await ear.wait(LONGEST_SLEEP, signal);
  }
}
