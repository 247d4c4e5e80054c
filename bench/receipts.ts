/**
 * Receipts through the real intake, over the embedded store on a disk, beside bare bulk writes of the same documents to
 * the same store: how much of what the store can do is left when every receipt is matched, judged, counted and shown.
 * The two take turns in one run, because two runs on one machine differ more than two programs do.
 * `npm run bench:receipts`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { openSqlite } from "../adapters/sqlite/open.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import { pushCampaign } from "../src/chat/live-message.ts";
import type { Receipt } from "../src/delivery/provider.ts";
import type { StoredReceipt } from "../src/delivery/receipt-store.ts";
import { takeReceipts } from "../src/delivery/receipts.ts";
import { messageKey, type Recipient } from "../src/delivery/recipient.ts";
import type { CampaignId, Phone, ProviderId, RecipientId } from "../src/ids.ts";
import { NO_COUNTS, Recount, tidyCounts } from "../src/settlement/counts.ts";
import { type CoreBench, numberOf, openCoreBench } from "../test/support/core-bench.ts";
import { ScriptedProvider } from "../test/support/scripted-provider.ts";

/** As many as one round of the intake takes at once when it is busy. */
const AT_ONCE = 500;
const ROUNDS = 60;
/** The first rounds warm up and are not counted. */
const WARM_UP = 10;
const PEOPLE = AT_ONCE * ROUNDS;
const GOAL = 0.6;
const PROVIDER = "a" as ProviderId;

const print = (line: string) => process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), "qunfa-bench-"));
const bench = await openCoreBench([new ScriptedProvider("a")], {
  open: () => openSqlite({ file: join(folder, "bench.sqlite") }),
});
try {
  await measure(bench);
} finally {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure({ core }: CoreBench): Promise<void> {
  const through = await sentCampaign(bench, "through");
  const bare = await sentCampaign(bench, "bare");
  const times: { intake: number; writes: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const slice = [round * AT_ONCE, (round + 1) * AT_ONCE] as const;
    const receipts = through.people.slice(...slice).map(receiptOn);
    const written = bare.people.slice(...slice).map((one, i) => asWritten(one, receiptOn(one, i)));
    const intake = await timed(() => takeReceipts(core, receipts));
    const writes = await timed(() =>
      Promise.all([
        core.store.receipts.insertMany(written.map(({ receipt }) => receipt)),
        core.store.recipients.bulk(written.map(({ update }) => update)),
      ]),
    );
    if (round >= WARM_UP) times.push({ intake, writes });
  }
  await check(bench, through.campaign);
  const median = (pick: (time: (typeof times)[number]) => number) =>
    times.map(pick).sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  const perSecond = (ms: number) => Math.round((AT_ONCE * 1000) / ms).toLocaleString("en");
  const [intake, writes] = [median((t) => t.intake), median((t) => t.writes)];
  const ratio = median((t) => t.writes / t.intake);
  print(
    `receipts of a campaign to ${PEOPLE.toLocaleString("en")}, ${AT_ONCE} at once, embedded store`,
  );
  print(`  through the intake: ${perSecond(intake)} a second (median of ${times.length})`);
  print(`  bare bulk writes of the same documents: ${perSecond(writes)} a second`);
  print(`  ratio ${ratio.toFixed(2)} (goal ${GOAL})`);
}

/** A campaign in the middle of its receipts: everyone was accepted, nobody's result is in. */
async function sentCampaign(
  { core, merchant, draft }: CoreBench,
  name: string,
): Promise<{ campaign: Campaign; people: Recipient[] }> {
  const made = await draft([numberOf(0)]);
  const people = Array.from({ length: PEOPLE }, (_, i) => submitted(made, merchant._id, name, i));
  const total = new Recount();
  for (const one of people) total.add(one);
  for (let from = 0; from < PEOPLE; from += 5_000) {
    await core.store.recipients.insertMany(people.slice(from, from + 5_000));
  }
  const campaign = await core.store.campaigns.findOneAndUpdate(
    { _id: made._id },
    {
      $set: {
        state: "sending",
        startedAt: core.clock.now(),
        counts: { ...NO_COUNTS, ...total.result(0) } as never,
      },
    },
  );
  if (campaign === undefined) throw new Error("the campaign is gone");
  await pushCampaign(core, campaign);
  return { campaign, people };
}

function submitted(
  { _id: campaignId }: Pick<Campaign, "_id">,
  merchantId: Campaign["merchantId"],
  name: string,
  i: number,
): Recipient {
  const number = numberOf(i);
  return {
    _id: `${campaignId as CampaignId}-${name}${String(i * 7_919).padStart(20, "0")}` as RecipientId,
    campaignId,
    merchantId,
    line: i + 1,
    phone: `+86${number}` as Phone,
    masked: `138****${number.slice(-4)}`,
    state: "submitted",
    exclusion: null,
    variant: null,
    provider: PROVIDER,
    segments: 1,
    submission: "0123456789abcdef",
    uncertain: false,
    // Providers' ids come in no order.
    messageKey: messageKey(PROVIDER, `${(i * 2_654_435_761) % 2 ** 32}-${name}-${i}`),
    submittedAt: 1,
    reason: null,
    code: null,
    detail: null,
    decidedAt: null,
    late: null,
    rev: 2,
  };
}

/** Most are delivered; one in twenty is not. */
function receiptOn({ messageKey: key }: Recipient, i: number): Receipt {
  const failed = i % 20 === 0;
  return {
    provider: PROVIDER,
    messageId: (key ?? "").slice(PROVIDER.length + 1),
    outcome: failed
      ? { kind: "failed", reason: "unreachable", known: true }
      : { kind: "delivered" },
    code: failed ? "MK:0001" : "DELIVRD",
    detail: failed ? "empty number" : "",
    at: 1_000 + i,
  };
}

/** What the intake leaves of a receipt and of its recipient, as it writes them. */
function asWritten({ _id, rev, messageKey: key, campaignId }: Recipient, receipt: Receipt) {
  const { provider, outcome, code, detail, at } = receipt;
  const stored: StoredReceipt = {
    _id: Buffer.from(`${key}`.padEnd(27, "=")).toString("base64url").slice(-27),
    provider,
    messageKey: key,
    recipient: null,
    outcome,
    code,
    detail,
    at,
    receivedAt: 1,
    state: "applied",
    campaignId,
  };
  const failed = outcome.kind === "failed";
  const $set = {
    code,
    detail,
    decidedAt: at,
    uncertain: false,
    state: failed ? "failed" : "delivered",
    reason: failed ? outcome.reason : null,
  };
  const update = { $set, $inc: { rev: 1 } };
  return {
    receipt: stored,
    update: { kind: "update" as const, filter: { _id, rev }, update },
  };
}

/** A figure of work that was not done would be a fine figure. */
async function check({ core }: CoreBench, campaign: Campaign): Promise<void> {
  const now = await core.store.campaigns.findOne({ _id: campaign._id });
  const failed = PEOPLE / 20;
  const counts = tidyCounts(now?.counts ?? NO_COUNTS);
  if (counts.delivered !== PEOPLE - failed || counts.failed !== failed || counts.submitted !== 0) {
    throw new Error(`the intake counted wrongly: ${JSON.stringify(counts)}`);
  }
  const waiting = await core.store.receipts.count({ state: "waiting" });
  if (waiting !== 0) throw new Error(`${waiting} receipts were not applied`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
