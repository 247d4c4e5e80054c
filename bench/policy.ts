/**
 * What the content policy costs and what it finds, as ratios beside a baseline in one interleaved run: two runs on one
 * machine differ more than two programs do. `npm run bench:policy`
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { AhoCorasick } from "@monyone/aho-corasick/fast";
import { createMatcher } from "../src/policy/matcher.ts";
import { ALL_PACKS } from "../src/policy/packs/all.ts";
import { createPolicy } from "../src/policy/policy.ts";
import { packSchema } from "../src/policy/rule.ts";
import { evaluate } from "../test/policy/corpus/evaluate.ts";
import { OFFENDING_TEXTS } from "../test/policy/corpus/offending-texts.ts";
import { ORDINARY_TEXTS } from "../test/policy/corpus/ordinary-texts.ts";
import { UNSEEN_TEXTS } from "../test/policy/corpus/unseen-texts.ts";

const ROUNDS = 15;
const print = (line = "") => process.stdout.write(`${line}\n`);

/** As they would arrive, 70 characters each: one segment. */
const ordinary = [...ORDINARY_TEXTS, ...UNSEEN_TEXTS].map(framed);
const offending = OFFENDING_TEXTS.map(([, body]) => framed(body));
const texts = [...ordinary, ...offending];

matcherBeside();
checkBeside();
building();
lengths();
accuracy();

/** The matcher alone: ten thousand words, every hit with its place, beside the fastest package of its kind. */
function matcherBeside(): void {
  const words = vocabulary(10_000);
  const matcher = createMatcher(words.map(unitsOf));
  const baseline = new AhoCorasick(words);
  const units = new Uint16Array(Math.max(...texts.map(({ length }) => length)));
  const seen: { begin: number; end: number; word: number }[][] = texts.map(() => []);

  const ours = () => {
    let hits = 0;
    for (const [i, text] of texts.entries()) {
      const found: { begin: number; end: number; word: number }[] = [];
      for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
      matcher.scan(units, text.length, (word, begin, end) => found.push({ begin, end, word }));
      seen[i] = found;
      hits += found.length;
    }
    return hits;
  };
  const theirs = () => texts.reduce((hits, text) => hits + baseline.matchInText(text).length, 0);

  const { ratio, a, b } = interleaved(ours, theirs);
  const missed = texts.reduce((sum, text, i) => {
    const found = new Set((seen[i] ?? []).map(({ begin, word }) => `${begin} ${words[word]}`));
    return sum + naive(text, words).filter((hit) => !found.has(hit)).length;
  }, 0);
  const extra = ours() - texts.reduce((sum, text) => sum + naive(text, words).length, 0);
  print(`matcher, ${words.length} words, ${texts.length} texts`);
  print(`  ${perText(a)} a text; baseline ${perText(b)}: ${ratio.toFixed(1)} times as fast`);
  print(`  hits missed of the naive reference's: ${missed}; beyond them: ${extra}`);
}

/** Everything a keystroke costs, beside the baseline that only looks for the packs' words as they are written. */
function checkBeside(): void {
  const policy = createPolicy();
  const words = packWords();
  const baseline = new AhoCorasick(words);
  // Some thousand checks before the first that counts: what is measured is compiled code, as in a bot that runs.
  for (let i = 0; i < 20; i++) for (const text of texts) check(policy, text);
  print(`whole check of 70 characters, all packs (${words.length} words), three providers`);
  for (const [name, some] of [
    ["ordinary", ordinary],
    ["offending", offending],
  ] as const) {
    const { ratio, a, b } = interleaved(
      () => some.reduce((sum, text) => sum + check(policy, text), 0),
      () => some.reduce((sum, text) => sum + baseline.matchInText(text).length, 0),
    );
    const [ours, theirs] = [perText(a, some), perText(b, some)];
    print(`  ${name}: ${ours}; the baseline's plain search ${theirs}`);
    print(
      `  reading, sound, contexts, form and verdicts cost ${(1 / ratio).toFixed(1)} plain searches`,
    );
  }
}

function building(): void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const settled = () => {
    for (let i = 0; i < 4; i++) collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const words = vocabulary(10_000);
  const units = words.map(unitsOf);
  const show = (name: string, build: () => unknown) => {
    const built: unknown[] = [];
    const first = timed(build);
    const before = settled();
    const times = [1, 2, 3, 4, 5, 6, 7].map(() => timed(() => built.push(build())));
    const mb = (settled() - before) / built.length / 2 ** 20;
    print(
      `  ${name}: ${median(times).toFixed(0)} ms (the first time ${first.toFixed(0)}), ${mb.toFixed(1)} MB kept`,
    );
  };
  print("building, heap and typed arrays");
  show("matcher, 10000 words", () => createMatcher(units));
  show("baseline, 10000 words", () => new AhoCorasick(words));
  show("policy, tables and all packs", () => createPolicy());
}

/** Medians of runs that take turns: a long text has more of everything, so its cost a character should not grow. */
function lengths(): void {
  const policy = createPolicy();
  const body = texts.join("").repeat(2);
  const factors = [1, 10, 100];
  for (const text of texts) check(policy, text);
  const runs = new Map<number, number[]>(factors.map((factor) => [factor, []]));
  for (let i = 0; i < 120; i++) {
    for (const factor of factors) {
      const size = 300 * factor;
      const text = body.slice((i * 997) % (body.length - size)).slice(0, size);
      const ms = timed(() => check(policy, text));
      if (i >= 20) runs.get(factor)?.push(ms);
    }
  }
  const first = median(runs.get(1) ?? []);
  print("length");
  for (const factor of factors) {
    const ms = median(runs.get(factor) ?? []);
    const share = (ms / first / factor).toFixed(2);
    print(
      `  ${300 * factor} characters: ${(ms * 1000).toFixed(0)} µs, ${share} of the first's cost a character`,
    );
  }
}

function accuracy(): void {
  const { categories, offending: corpora, ordinary: harmless } = evaluate(createPolicy());
  print("what is found, at the stricter simulated provider");
  print(
    `  ${"category".padEnd(18)}${"texts".padStart(6)}${"recall".padStart(9)}${"precision".padStart(11)}`,
  );
  for (const { category, texts: count, recall, precision } of categories) {
    const figures = `${percent(recall).padStart(9)}${percent(precision).padStart(11)}`;
    print(`  ${category.padEnd(18)}${String(count).padStart(6)}${figures}`);
  }
  print("offending texts that are missed");
  for (const { name, texts: count, missed } of corpora) {
    print(`  ${name.padEnd(34)}${missed.length} of ${count}`);
  }
  print("ordinary texts that are blocked, or warned of");
  for (const { name, texts: count, blocked, warned } of harmless) {
    print(`  ${name.padEnd(34)}${blocked} and ${warned} of ${count}`);
  }
}

// ———— what is measured with ————

function check(policy: ReturnType<typeof createPolicy>, text: string): number {
  return policy.check({
    text,
    providers: [
      { id: "a", profile: "aliyun" },
      { id: "b", profile: "tencent" },
      { id: "c", profile: "smpp" },
    ],
    at: Date.UTC(2026, 3, 15, 3),
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  }).findings.length;
}

/** Runs both by turns and compares the medians, in ms. */
function interleaved(a: () => unknown, b: () => unknown) {
  const times: { a: number[]; b: number[] } = { a: [], b: [] };
  for (let i = 0; i < ROUNDS + 5; i++) {
    const first = timed(a);
    const second = timed(b);
    // The first rounds are compiled while they run.
    if (i < 5) continue;
    times.a.push(first);
    times.b.push(second);
  }
  const [medianA, medianB] = [median(times.a), median(times.b)];
  return { a: medianA, b: medianB, ratio: medianB / medianA };
}

function timed(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

function median(values: readonly number[]): number {
  return [...values].sort((x, y) => x - y)[values.length >> 1] ?? 0;
}

function perText(ms: number, { length } = texts): string {
  return `${((ms * 1000) / length).toFixed(2)} µs`;
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(1)} %`;
}

/** Exactly one segment of seventy characters, framed as it would arrive, filled up with what says nothing. */
function framed(body: string): string {
  const room = 70 - "【小店】，拒收请回复R".length;
  return `【小店】${body.slice(0, room).padEnd(room, "，欢迎光临本店")}，拒收请回复R`;
}

/** Every word at every place, in the simplest way. */
function naive(text: string, words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const hits: string[] = [];
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      hits.push(`${at} ${word}`);
    }
    return hits;
  });
}

function unitsOf(word: string): Uint16Array {
  return Uint16Array.from(word, (char) => char.charCodeAt(0));
}

function packWords(): string[] {
  const rules = ALL_PACKS.flatMap((pack) => packSchema.parse(pack).rules);
  return [...new Set(rules.flatMap(({ terms, harmless }) => [...terms, ...harmless]))].filter(
    (word) => !word.includes("<"),
  );
}

/** Words of two to six characters, made of the pieces that the packs' words are made of; the same ones in every run. */
function vocabulary(count: number): string[] {
  const own = packWords().filter((word) => /^[\u4e00-\u9fff]{2,6}$/.test(word));
  const pieces = own.flatMap((word) => word.match(/../g) ?? []);
  const words = new Set(own.slice(0, count / 2));
  let state = 20_261_123;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  while (words.size < count) {
    let word = "";
    for (let left = 1 + next(3); left > 0; left--) word += pieces[next(pieces.length)] ?? "";
    words.add(next(2) === 0 ? word : word.slice(0, Math.max(2, word.length - 1)));
  }
  return [...words];
}
