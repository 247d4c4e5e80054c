import { afterEach, describe, expect, test } from "vitest";
import { moveCounts } from "../../src/delivery/apply-changes.ts";
import type { Recipient } from "../../src/delivery/recipient.ts";
import { resume } from "../../src/resume.ts";
import type { Collection } from "../../src/store/collection.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

let bench: CoreBench;
afterEach(() => bench.close());

/** A campaign to 20 that has gone out, whose live counts a crash has left one short. */
async function oneShort() {
  const a = new ScriptedProvider("a");
  bench = await openCoreBench([a]);
  const campaign = await bench.approved(Array.from({ length: 20 }, (_, i) => numberOf(i)));
  await drive(bench, [a], async () => a.accepted.length === 20);
  await drive(bench, [a], async () => (await bench.campaign(campaign)).counts.submitted === 20);
  await moveCounts(bench.core, campaign._id, { submitted: -1 });
  return campaign;
}

describe("live counts, at a start", () => {
  test("are counted anew from the people", async () => {
    const campaign = await oneShort();
    await resume(bench.core);
    expect((await bench.campaign(campaign)).counts).toMatchObject({ submitted: 20, delivered: 0 });
  });

  test("are left alone where another instance moved them while they were counted", async () => {
    const campaign = await oneShort();
    const { recipients } = bench.core.store;
    const counted: Collection<Recipient> = Object.assign(Object.create(recipients), {
      stream: async function* (...given: Parameters<typeof recipients.stream>) {
        yield* recipients.stream(...given);
        await moveCounts(bench.core, campaign._id, { submitted: -1, delivered: 1 });
      },
    });
    await resume({ ...bench.core, store: { ...bench.core.store, recipients: counted } });
    expect((await bench.campaign(campaign)).counts).toMatchObject({ submitted: 18, delivered: 1 });
  });
});
