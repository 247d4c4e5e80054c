/**
 * What importing an audience costs: a table of a million people, a fifth of them suppressed, into the embedded store
 * and through preflight, as a ratio to only reading the same file; and how much memory it takes, a process each.
 * `npm run bench:audience`, or with rows, rounds and kind of file: `node bench/audience-import.ts 100000 1 csv`
 */
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { openSqlite } from "../adapters/sqlite/open.ts";
import { saveAudience } from "../src/audience/audience.ts";
import { preflight } from "../src/audience/preflight.ts";
import { fileRows } from "../src/audience/rows.ts";
import { suppress } from "../src/audience/suppression.ts";
import { createDraft } from "../src/campaign/drafts.ts";
import { MessageWriter } from "../src/campaign/message-writer.ts";
import type { IncomingFile } from "../src/chat/form.ts";
import type { Phone, ProviderId } from "../src/ids.ts";
import { actorOf, numberOf, ORIGIN, openCoreBench } from "../test/support/core-bench.ts";
import { xlsxOf } from "../test/support/xlsx-writer.ts";

/** One in so many people is suppressed. */
const SUPPRESSED = 5;
const STEPS = ["read", "save", "preflight"] as const;

interface Measured {
  readonly ms: Readonly<Partial<Record<(typeof STEPS)[number], number>>>;
  /** The process's largest resident set, in megabytes. */
  readonly peak: number;
}

const print = (line = "") => process.stdout.write(`${line}\n`);
const [first = "1000000", ...more] = process.argv.slice(2);
if (first === "read" || first === "import") {
  const [path = "", rows = "0"] = more;
  process.stdout.write(JSON.stringify(await measure(first, path, Number(rows))));
} else {
  const [rounds = "3", format] = more;
  await compare(Number(first), Number(rounds), format === undefined ? ["csv", "xlsx"] : [format]);
}

async function compare(most: number, rounds: number, formats: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "qunfa-bench-"));
  try {
    for (const format of formats) {
      const peaks: Measured[][] = [];
      for (const rows of [most / 10, most]) {
        const path = join(folder, `${rows}.${format}`);
        await (format === "csv" ? writeCsv(path, rows) : writeXlsx(path, rows));
        const size = ((await stat(path)).size / 1024 / 1024).toFixed(1);
        print(`${format}, ${rows} rows, ${size} MB, ${rows / SUPPRESSED} suppressions`);
        peaks.push(await turns(path, rows, rounds));
      }
      const [small = [], large = []] = peaks.map((runs) => runs.map(({ peak }) => peak));
      const growth = (median(large) / median(small)).toFixed(2);
      print(`  memory at ${most} rows: ${growth} times that at ${most / 10}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reading and importing take turns; the ratio is of their medians. Returns the imports. */
async function turns(path: string, rows: number, rounds: number): Promise<Measured[]> {
  const reads: Measured[] = [];
  const imports: Measured[] = [];
  for (let i = 0; i < rounds; i += 1) {
    reads.push(await inProcess("read", path, rows));
    imports.push(await inProcess("import", path, rows));
  }
  const perSecond = (ms: number) => Math.round(rows / (ms / 1000));
  const of = (runs: readonly Measured[], step: (typeof STEPS)[number]) =>
    median(runs.map(({ ms }) => ms[step] ?? 0));
  const peak = (runs: readonly Measured[]) => median(runs.map((run) => run.peak)).toFixed(0);
  const read = of(reads, "read");
  const save = of(imports, "save");
  const check = of(imports, "preflight");
  const ratio = (ms: number) => (read / ms).toFixed(3);
  print(`  only reading: ${perSecond(read)} rows/s, ${peak(reads)} MB`);
  print(`  reading and saving: ${perSecond(save)} rows/s, ${ratio(save)} of only reading`);
  print(`  preflight: ${perSecond(check)} rows/s, ${ratio(check)} of only reading`);
  print(`  all: ${perSecond(save + check)} rows/s, ${ratio(save + check)}; ${peak(imports)} MB`);
  return imports;
}

async function inProcess(what: string, path: string, rows: number): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    import.meta.filename,
    what,
    path,
    String(rows),
  ]);
  return JSON.parse(stdout);
}

async function measure(what: "read" | "import", path: string, rows: number): Promise<Measured> {
  const { size } = await stat(path);
  const file: IncomingFile = { name: path, size, open: () => createReadStream(path) };
  const ms = what === "read" ? await measureRead(file, rows) : await measureImport(file, rows);
  return { ms, peak: process.resourceUsage().maxRSS / 1024 };
}

async function measureRead(file: IncomingFile, rows: number): Promise<Measured["ms"]> {
  let count = 0;
  const read = await timed(async () => {
    for await (const _ of fileRows(file, "CN")) count += 1;
  });
  if (count !== rows) throw new Error(`${count} rows were read of ${rows}`);
  return { read };
}

async function measureImport(file: IncomingFile, rows: number): Promise<Measured["ms"]> {
  const folder = await mkdtemp(join(tmpdir(), "qunfa-store-"));
  const bench = await openCoreBench([], { open: () => openSqlite({ file: join(folder, "db") }) });
  const { core, merchant, drafter } = bench;
  try {
    for (let from = 0; from < rows; from += 1000 * SUPPRESSED) {
      const some = Array.from({ length: Math.min(1000, (rows - from) / SUPPRESSED) }, (_, i) => ({
        merchantId: merchant._id,
        phone: `+86${numberOf(from + i * SUPPRESSED)}` as Phone,
        reason: "opted_out" as const,
        source: "member" as const,
        detail: "",
      }));
      await suppress(core, some);
    }
    let audience: Awaited<ReturnType<typeof saveAudience>> | undefined;
    const save = await timed(async () => {
      audience = await saveAudience(core, merchant._id, file.name, fileRows(file, "CN"));
    });
    if (audience?.valid !== rows) throw new Error(`${audience?.valid} rows of ${rows} were saved`);
    const campaign = await createDraft(core, merchant, drafter, actorOf(drafter), ORIGIN, {
      name: "bench",
      text: "",
      audienceId: audience._id,
      sendAt: null,
    });
    let excluded = 0;
    const check = await timed(async () => {
      const writer = new MessageWriter({
        campaignId: campaign._id,
        texts: [{ variant: "A", text: "会员日全场八折" }],
        share: 0,
        scheme: "mainland",
        most: 500,
        blocked: () => undefined,
      });
      const route = () => "a" as ProviderId;
      const options = { at: core.clock.now(), writer, serves: () => true, route };
      const { counts } = await preflight(core, campaign, merchant, options);
      excluded = counts.excluded;
    });
    if (excluded !== rows / SUPPRESSED) throw new Error(`${excluded} were excluded`);
    return { save, preflight: check };
  } finally {
    await bench.close();
    await rm(folder, { recursive: true });
  }
}

// ———— the files ————

function person(i: number): readonly [string, string, string, string] {
  return [`会员${i % 5000}`, numberOf(i), i % 3 === 0 ? "金卡" : "普通", `${(i % 900) / 2}`];
}

async function writeCsv(path: string, rows: number): Promise<void> {
  const file = await open(path, "w");
  await file.write("姓名,手机号,等级,余额\r\n");
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, rows - from) }, (_, i) => person(from + i));
    await file.write(`${lines.map((cells) => cells.join(",")).join("\r\n")}\r\n`);
  }
  await file.close();
}

/** As a shop system exports it: every number a text of its own. */
async function writeXlsx(path: string, rows: number): Promise<void> {
  const people = Array.from({ length: rows }, (_, i) => person(i));
  await writeFile(path, xlsxOf([{ rows: [["姓名", "手机号", "等级", "余额"], ...people] }]));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
