/**
 * A campaign through SMPP on loopback, to the last receipt applied and durable in the embedded store, beside a bare loop
 * over the same package with the same window that keeps nothing: how much of what the line can do is left when nobody
 * may be texted twice and every receipt counts. Between the two, the least that is durable (`least-durable.ts`) tells what
 * of the difference is due to the disk. The SMSC is a process of its own, the same for all.
 * `npm run bench:dispatch`, or with people and rounds: `node bench/dispatch.ts 100000 1`. Several sizes, separated by
 * commas, tell whether the cost of a recipient stays the same.
 */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { promisify } from "node:util";
import { createSmpp, smppConfigSchema } from "../adapters/smpp/provider.ts";
import { openSqlite } from "../adapters/sqlite/open.ts";
import { saveAudience } from "../src/audience/audience.ts";
import { approve, requestApproval } from "../src/campaign/approval.ts";
import { createDraft } from "../src/campaign/drafts.ts";
import { systemClock } from "../src/clock.ts";
import { runLane } from "../src/delivery/lane.ts";
import type { Receipt } from "../src/delivery/provider.ts";
import { takeReceipts } from "../src/delivery/receipts.ts";
import { takeReplies } from "../src/delivery/replies.ts";
import { gather } from "../src/gather.ts";
import { jobHandlers } from "../src/jobs/handlers.ts";
import { runDueJobs } from "../src/jobs/jobs.ts";
import { createLog } from "../src/log.ts";
import type { SmscConfigInput } from "../test/emulators/smsc/config.ts";
import { actorOf, numberOf, ORIGIN, openCoreBench } from "../test/support/core-bench.ts";
import { LeastDurable } from "./least-durable.ts";
import { type LoopOptions, runLoop } from "./smpp-loop.ts";

const WINDOW = 100;
const GOAL = 0.7;
/** Milliseconds after which something is wrong. */
const LONGEST = 30 * 60_000;
const TEXT = "【小店】会员日全场八折，欢迎到店选购，拒收请回复R";
const ACCOUNT = { systemId: "shop", password: "secret" };
const SMSC: SmscConfigInput = { ...ACCOUNT, receiptMs: 0, deliverWindow: 1_000 };

interface Measured {
  readonly ms: number;
  /** The process's largest resident set, in megabytes. */
  readonly peak: number;
}

/** What one process measures. */
const WAYS = { bare, least, through };
type Way = keyof typeof WAYS;
const isWay = (name: string): name is Way => Object.hasOwn(WAYS, name);

const print = (line: string) => process.stdout.write(`${line}\n`);
const [first = "20000", second = "3"] = process.argv.slice(2);
const way = isWay(first) ? WAYS[first] : undefined;
if (way !== undefined) {
  const ms = await withSmsc((port) => way(port, Number(second)));
  const peak = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ ms, peak } satisfies Measured));
} else {
  await compare(first.split(",").map(Number), Number(second));
}

/** The three take turns, a process each. */
async function compare(sizes: readonly number[], rounds: number): Promise<void> {
  const costs: number[] = [];
  for (const people of sizes) {
    const runs = { bare: [] as Measured[], least: [] as Measured[], through: [] as Measured[] };
    for (let i = 0; i < rounds; i += 1) {
      for (const way of ["bare", "least", "through"] as const) {
        runs[way].push(await inProcess(way, people));
      }
    }
    const [line, kept, campaign] = [median(runs.bare), median(runs.least), median(runs.through)];
    const perSecond = ({ ms }: Measured) => Math.round((people * 1000) / ms).toLocaleString("en");
    print(`${people.toLocaleString("en")} people, window ${WINDOW}, each with a receipt`);
    print(`  bare loop over the package: ${perSecond(line)} a second`);
    print(
      `  the least that is durable, no rules: ${perSecond(kept)} a second, ratio ${(line.ms / kept.ms).toFixed(2)}`,
    );
    print(`  a campaign, durable: ${perSecond(campaign)} a second, ${campaign.peak.toFixed(0)} MB`);
    print(`  ratio ${(line.ms / campaign.ms).toFixed(2)} (goal ${GOAL})`);
    costs.push(campaign.ms / people);
  }
  const [least = 0] = costs;
  if (costs.length < 2) return;
  const growth = costs.map((cost) => (cost / least).toFixed(2)).join(", ");
  print(`cost of a recipient by size, the first as 1: ${growth}`);
}

async function inProcess(what: Way, people: number): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    import.meta.filename,
    what,
    String(people),
  ]);
  return JSON.parse(stdout);
}

function median(runs: readonly Measured[]): Measured {
  const sorted = runs.toSorted((a, b) => a.ms - b.ms);
  return sorted[Math.floor(sorted.length / 2)] ?? { ms: Number.NaN, peak: Number.NaN };
}

/** The emulated SMSC as a process of its own, for as long as `work` takes. */
async function withSmsc<T>(work: (port: number) => Promise<T>): Promise<T> {
  const main = join(import.meta.dirname, "../test/emulators/smsc/server-main.ts");
  const child = spawn(process.execPath, [main, "--config", JSON.stringify(SMSC)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const line = await new Promise<string>((done, fail) => {
      child.once("exit", (code) => fail(new Error(`the SMSC ended with ${code}`)));
      child.stdout.once("data", (chunk: Buffer) => done(chunk.toString()));
    });
    return await work(JSON.parse(line).port);
  } finally {
    child.kill("SIGKILL");
  }
}

/** The line alone: nothing is kept. */
function bare(port: number, people: number): Promise<number> {
  let sent = 0;
  return runLoop(loopOf(port, people), {
    next: () => {
      if (sent === people) return undefined;
      sent += 1;
      return `86${numberOf(sent - 1)}`;
    },
    answered: () => undefined,
    reported: (_, acknowledge) => acknowledge(),
  });
}

/** The line, and the least that must be kept. */
async function least(port: number, people: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "qunfa-bench-"));
  const phones = Array.from({ length: people }, (_, i) => `86${numberOf(i)}`);
  const keeper = new LeastDurable(folder, phones);
  try {
    const ms = await runLoop(loopOf(port, people), keeper);
    const delivered = keeper.delivered();
    if (delivered !== people) throw new Error(`${delivered} of ${people} are delivered`);
    return ms;
  } finally {
    keeper.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function loopOf(port: number, people: number): LoopOptions {
  return { port, people, account: ACCOUNT, text: TEXT, window: WINDOW };
}

/** The same as a campaign: approved before, it is measured from the start of its lane to the last receipt applied. */
async function through(port: number, people: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "qunfa-bench-"));
  const account = smppConfigSchema.parse({
    kind: "smpp",
    id: "line",
    name: "Line",
    host: "127.0.0.1",
    port,
    ...ACCOUNT,
    source: { address: "10690001" },
    window: WINDOW,
    batchSize: 500,
    ratePerSecond: 100_000,
  });
  const provider = createSmpp(account, { clock: systemClock, log: createLog("silent") });
  const bench = await openCoreBench([provider], {
    quota: people * 2,
    open: () => openSqlite({ file: join(folder, "db") }),
    clock: systemClock,
  });
  const { core, merchant, drafter, approver } = bench;
  const stopping = new AbortController();
  try {
    await core.store.merchants.updateOne(
      { _id: merchant._id },
      {
        $set: {
          "settings.windowFrom": 0,
          "settings.windowTo": 1440,
          "settings.canaryAbove": 10_000_000,
          "settings.twoApproversAbove": 10_000_000,
        },
      },
    );
    const shop = await core.store.merchants.findOne({ _id: merchant._id });
    if (shop === undefined) throw new Error("the merchant is gone");
    const rows = Array.from({ length: people }, (_, i) => i).values();
    const audience = await saveAudience(core, shop._id, "bench", peopleFrom(rows));
    const content = { name: "bench", text: TEXT, audienceId: audience._id, sendAt: null };
    const draft = await createDraft(core, shop, drafter, actorOf(drafter), ORIGIN, content);
    const asked = await requestApproval(core, shop, draft, drafter, actorOf(drafter));
    if (asked.kind !== "requested") throw new Error(`not requested: ${asked.kind}`);
    const { campaign } = asked;
    const actor = actorOf(approver);
    await approve(core, shop, campaign, campaign.version, approver, actor, true);
    await provider.start({
      receipts: gather<Receipt>(500, (items) => takeReceipts(core, items)),
      replies: (replies) => takeReplies(core, replies),
    });
    while (!(await provider.health()).ok) await core.clock.sleep(10);
    await runDueJobs(core, jobHandlers);
    const begun = performance.now();
    const lane = runLane(core, provider, stopping.signal);
    for (;;) {
      const now = await core.store.campaigns.findOne({ _id: campaign._id });
      if (now?.counts.delivered === people) break;
      if (performance.now() - begun > LONGEST) {
        throw new Error(`it never came to an end: ${JSON.stringify(now?.counts)}`);
      }
      await core.clock.sleep(20);
    }
    const ms = performance.now() - begun;
    stopping.abort();
    core.lanes.ring();
    await lane;
    return ms;
  } finally {
    stopping.abort();
    await provider.stop();
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function* peopleFrom(numbers: Iterable<number>) {
  for (const i of numbers) {
    yield { line: i + 1, phone: `+86${numberOf(i)}` as never, variables: {} };
  }
}
