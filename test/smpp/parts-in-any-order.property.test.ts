import fc from "fast-check";
import { expect, test } from "vitest";
import { runLane } from "../../src/delivery/lane.ts";
import type { Provider, Receipt } from "../../src/delivery/provider.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import type { ProviderId } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";

const PEOPLE = 4;
const PARTS = 3;
const LINE = "line" as ProviderId;

const partId = (phone: string, part: number) => `${phone}-${part}`;

/** Takes every text in parts whose ids say whose they are. */
const provider: Provider = {
  id: LINE,
  kind: "scripted",
  name: "line",
  limits: { batchSize: 10, ratePerSecond: 1_000 },
  profile: "sim-lenient",
  weight: 1,
  submit: async ({ messages }) =>
    messages.map(({ recipient, phone }) => {
      const ids = Array.from({ length: PARTS }, (_, part) => partId(phone, part));
      return { recipient, kind: "accepted", messageId: ids.join(","), parts: { ids, of: PARTS } };
    }),
  start: async () => undefined,
  stop: async () => undefined,
  health: async () => ({ ok: true, detail: "" }),
};

async function send(bench: CoreBench): Promise<void> {
  const stopping = new AbortController();
  const lane = runLane(bench.core, provider, stopping.signal);
  const left = { state: { $in: ["pending", "submitting"] as const } };
  do {
    await runDueJobs(bench.core, jobHandlers);
    bench.clock.turn(500);
    bench.core.lanes.ring();
    await new Promise((resolve) => setImmediate(resolve));
  } while ((await bench.core.store.recipients.count(left)) > 0);
  stopping.abort();
  bench.core.lanes.ring();
  await lane;
}

interface Said {
  readonly person: number;
  readonly part: number;
  readonly delivered: boolean;
  readonly at: number;
}

const phoneOf = (person: number) => `+86${numberOf(person)}`;
const receipt = ({ person, part, delivered, at }: Said): Receipt => ({
  provider: LINE,
  messageId: partId(phoneOf(person), part),
  outcome: delivered
    ? { kind: "delivered" }
    : { kind: "failed", reason: "unreachable", known: true },
  code: delivered ? "DELIVRD" : "UNDELIV",
  detail: "",
  at,
});

/** Delivered when every part was, failed when one was heard of and never as delivered. */
function expected(said: readonly Said[], person: number): string {
  const parts = Array.from({ length: PARTS }, (_, part) =>
    said.filter((one) => one.person === person && one.part === part),
  );
  if (parts.every((heard) => heard.some(({ delivered }) => delivered))) return "delivered";
  const failed = parts.some(
    (heard) => heard.length > 0 && heard.every(({ delivered }) => !delivered),
  );
  return failed ? "failed" : "submitted";
}

const said = fc.array(
  fc.record({
    person: fc.nat(PEOPLE - 1),
    part: fc.nat(PARTS - 1),
    delivered: fc.boolean(),
    at: fc.nat(5),
  }),
  { maxLength: 40 },
);

test("what parts say together does not depend on the order, nor on what came before the answer", async () => {
  await fc.assert(
    fc.asyncProperty(
      said,
      fc.nat(40),
      fc.integer({ min: 1, max: 7 }),
      async (all, early, batch) => {
        const bench = await openCoreBench([provider]);
        try {
          await bench.approved(Array.from({ length: PEOPLE }, (_, n) => numberOf(n)));
          await takeReceipts(bench.core, all.slice(0, early).map(receipt));
          await send(bench);
          for (let from = early; from < all.length; from += batch) {
            await takeReceipts(bench.core, all.slice(from, from + batch).map(receipt));
          }
          const recipients = await bench.core.store.recipients.find({});
          const states = new Map(recipients.map(({ phone, state }) => [phone as string, state]));
          for (let person = 0; person < PEOPLE; person += 1) {
            expect(states.get(phoneOf(person))).toBe(expected(all, person));
          }
        } finally {
          await bench.close();
        }
      },
    ),
    { numRuns: 40 },
  );
}, 30_000);
