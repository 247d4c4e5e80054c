/**
 * A campaign through SMPP on loopback, to the last receipt applied and durable in the embedded store, beside a bare loop
 * over the same package with the same window that keeps nothing: how much of what the line can do is left when nobody
 * may be texted twice and every receipt counts. The SMSC is a process of its own, the same for both.
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
import { connect, type Session } from "smpp";
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

const print = (line: string) => process.stdout.write(`${line}\n`);
const [first = "20000", second = "3"] = process.argv.slice(2);
if (first === "bare" || first === "through") {
  const people = Number(second);
  const ms = await withSmsc((port) =>
    first === "bare" ? bare(port, people) : through(port, people),
  );
  const peak = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ ms, peak } satisfies Measured));
} else {
  await compare(first.split(",").map(Number), Number(second));
}

/** The two take turns, a process each. */
async function compare(sizes: readonly number[], rounds: number): Promise<void> {
  const costs: number[] = [];
  for (const people of sizes) {
    const bares: Measured[] = [];
    const throughs: Measured[] = [];
    for (let i = 0; i < rounds; i += 1) {
      bares.push(await inProcess("bare", people));
      throughs.push(await inProcess("through", people));
    }
    const [line, campaign] = [median(bares), median(throughs)];
    const perSecond = ({ ms }: Measured) => Math.round((people * 1000) / ms).toLocaleString("en");
    print(`${people.toLocaleString("en")} people, window ${WINDOW}, each with a receipt`);
    print(`  bare loop over the package: ${perSecond(line)} a second`);
    print(`  a campaign, durable: ${perSecond(campaign)} a second, ${campaign.peak.toFixed(0)} MB`);
    print(`  ratio ${(line.ms / campaign.ms).toFixed(2)} (goal ${GOAL})`);
    costs.push(campaign.ms / people);
  }
  const [least = 0] = costs;
  if (costs.length < 2) return;
  const growth = costs.map((cost) => (cost / least).toFixed(2)).join(", ");
  print(`cost of a recipient by size, the first as 1: ${growth}`);
}

async function inProcess(what: string, people: number): Promise<Measured> {
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

/** Submits with the window full, until every message has its answer and its receipt. Returns milliseconds. */
function bare(port: number, people: number): Promise<number> {
  return new Promise((done, fail) => {
    let next = 0;
    let answered = 0;
    let reported = 0;
    const finish = (session: Session, begun: number) => {
      if (answered < people || reported < people) return;
      session.destroy();
      done(performance.now() - begun);
    };
    const session = connect({ url: `smpp://127.0.0.1:${port}` }, () => {
      session.bind_transceiver({ system_id: ACCOUNT.systemId, password: ACCOUNT.password }, () => {
        const begun = performance.now();
        const submit = () => {
          if (next >= people) return;
          const destination_addr = `86${numberOf(next)}`;
          next += 1;
          const short_message = Buffer.from(TEXT, "utf16le").swap16();
          const fields = {
            destination_addr,
            short_message,
            data_coding: 8,
            registered_delivery: 1,
          };
          session.submit_sm(fields, ({ command_status }) => {
            if (command_status !== 0) fail(new Error(`submit_sm: ${command_status}`));
            answered += 1;
            submit();
            finish(session, begun);
          });
        };
        session.on("deliver_sm", (pdu) => {
          session.send(pdu.response());
          reported += 1;
          finish(session, begun);
        });
        for (let i = 0; i < WINDOW; i += 1) submit();
      });
    });
    session.on("error", fail);
  });
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
