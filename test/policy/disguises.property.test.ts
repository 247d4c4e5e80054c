import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SEVERITIES } from "../../src/policy/finding.ts";
import { ALL_PACKS } from "../../src/policy/packs/all.ts";
import { createPolicy } from "../../src/policy/policy.ts";
import { packSchema } from "../../src/policy/rule.ts";
import { hiddenBy, type Made, WAY_NAMES, WAYS, type WayName } from "./disguises.ts";

/** Every rule in a category of its own: what one finds is not left out as an echo of another. */
const policy = createPolicy({
  packs: ALL_PACKS.map((pack) => ({
    ...pack,
    rules: pack.rules.map((rule) => ({ ...rule, category: rule.id })),
  })),
});
const packs = ALL_PACKS.map((pack) => packSchema.parse(pack));
const rules = packs.flatMap((pack) => pack.rules);

function findingsIn(text: string) {
  return policy.check({
    text,
    providers: ["sim-strict", "aliyun", "smpp", "twilio"].map((profile) => ({
      id: profile,
      profile,
    })),
    at: Date.UTC(2026, 3, 15, 3),
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  }).findings;
}

/** Sentences in which a word stands by itself, or between others; the later ones say what rules look for beside it. */
const SENTENCES: readonly (readonly [before: string, after: string])[] = [
  ["您好，", "，欢迎"],
  ["今天", "吧"],
  ["亲爱的顾客：", "。周六见"],
  ["小雨来了", "呢"],
  ["咨询", "客服领取"],
  ["需要", "吗，凭身份证办理，开户交易"],
];

function findingAt(rule: string, text: string, start: number, end: number) {
  return findingsIn(text).find((f) => f.rule === rule && f.start === start && f.end === end);
}

interface Sample {
  readonly rule: string;
  readonly word: string;
  readonly before: string;
  readonly after: string;
}

const word = /^[^<>]+$/;

/** Each word of each rule in the first sentence in which the rule finds it, whole and alone, as it is. */
function samplesOf(words: (rule: (typeof rules)[number]) => readonly string[]): Sample[] {
  return rules.flatMap((rule) =>
    words(rule)
      .filter((one) => word.test(one))
      .flatMap((one) => {
        const [before, after] =
          SENTENCES.find(
            ([b, a]) =>
              findingAt(rule.id, b + one + a, b.length, b.length + one.length)?.disguises.length ===
              0,
          ) ?? [];
        return before === undefined || after === undefined
          ? []
          : [{ rule: rule.id, word: one, before, after }];
      }),
  );
}

const terms = samplesOf((rule) => rule.terms);
const heard = samplesOf((rule) => rule.sounds);

const samplesFor = (...ways: WayName[]): readonly Sample[] =>
  ways.some((way) => "bySound" in WAYS[way]) ? heard : terms;

/** A sample hidden in some ways; the ways that find no hold in its word do nothing. */
function hiddenSample(samples: readonly Sample[], ways: readonly WayName[]) {
  return fc
    .constantFrom(...samples)
    .chain((sample) => hiddenBy(sample.word, ways).map((made) => ({ sample, made })));
}

/** 网袋 for 网贷, 洒水 for 酒水: what reads as an ordinary word is taken for it. */
function readsAsAnother({ rule, word: one }: Sample, { reads }: Made): boolean {
  const { harmless = [], terms: own = [] } = rules.find(({ id }) => id === rule) ?? {};
  return reads !== one && (own.includes(reads) || harmless.some((other) => reads.includes(other)));
}

function expectFound(sample: Sample, made: Made): void {
  const { rule, word: one, before, after } = sample;
  const asItIs = findingAt(rule, before + one + after, before.length, before.length + one.length);
  const text = before + made.text + after;
  const found = findingAt(rule, text, before.length, before.length + made.text.length);
  expect(found, `${rule}: ${one} as ${made.text} in ${text}`).toBeDefined();
  expect(found?.disguises, text).toEqual(expect.arrayContaining([...new Set(made.disguises)]));
  expect(SEVERITIES.indexOf(found?.severity ?? "info")).toBeGreaterThanOrEqual(
    SEVERITIES.indexOf(asItIs?.severity ?? "block"),
  );
}

const way = fc.constantFrom(...WAY_NAMES);
const twoWays = fc.tuple(way, way).filter(([one, other]) => one !== other);

describe("a word of a pack", () => {
  test("is found as it is, nearly always", () => {
    const all = rules.flatMap((rule) => rule.terms.filter((one) => word.test(one)));
    expect(terms.length / all.length).toBeGreaterThan(0.97);
  });

  test.each(WAY_NAMES)("is found behind %s, where it stands, and said to be hidden", (name) => {
    fc.assert(
      fc.property(hiddenSample(samplesFor(name), [name]), ({ sample, made }) => {
        fc.pre(made.disguises.length > 0 && !readsAsAnother(sample, made));
        expectFound(sample, made);
      }),
      { numRuns: 300, maxSkipsPerRun: 1000 },
    );
  });

  test("is found behind two disguises at once", () => {
    const samples = twoWays.chain((ways) => hiddenSample(samplesFor(...ways), ways));
    fc.assert(
      fc.property(samples, ({ sample, made }) => {
        fc.pre(made.disguises.length > 0 && !readsAsAnother(sample, made));
        expectFound(sample, made);
      }),
      { numRuns: 2000, maxSkipsPerRun: 1000 },
    );
  });
});

/** Harmless wordings of each rule that hold one of its words: what they hold would be found elsewhere. */
const harmless: readonly Sample[] = packs.flatMap((pack) =>
  pack.rules.flatMap((rule) => {
    const own = new Set([...rule.terms, ...rule.sounds]);
    return [...rule.harmless, ...pack.harmless]
      .filter((one) => word.test(one) && [...own].some((term) => one.includes(term)))
      .map((one) => ({ rule: rule.id, word: one, before: "您好，", after: "，欢迎" }))
      .filter(({ before, word: one, after }) => !objects(rule.id, before + one + after));
  }),
);

const harmlessFor = (name: WayName): readonly Sample[] =>
  "bySound" in WAYS[name]
    ? harmless.filter(({ rule, word: one }) =>
        rules.find(({ id }) => id === rule)?.sounds.some((sound) => one.includes(sound)),
      )
    : harmless;

function objects(rule: string, text: string): boolean {
  return findingsIn(text).some((finding) => finding.rule === rule);
}

describe("a harmless wording", () => {
  test.each(WAY_NAMES)("stays harmless behind %s", (name) => {
    fc.assert(
      fc.property(hiddenSample(harmlessFor(name), [name]), ({ sample, made }) => {
        fc.pre(
          made.disguises.length > 0 && ("bySound" in WAYS[name] || made.reads === sample.word),
        );
        const text = sample.before + made.text + sample.after;
        expect(objects(sample.rule, text), `${sample.rule} in ${text}`).toBe(false);
      }),
      { numRuns: 300, maxSkipsPerRun: 1000 },
    );
  });
});

describe("WeChat", () => {
  // What the field writes for each of the three characters.
  const add = ["加", "➕", "＋", "+", "十", "力口", "添加", "搜"];
  const names = [
    ...["微", "薇", "威", "徽", "葳", "维", "徵", "卫", "彳攵", "wei", "WEI"].flatMap((wei) =>
      ["信", "芯", "❤", "❤️", "♥", "亻言", "xin", "X"].map((xin) => wei + xin),
    ),
    ..."V信 v信 Ⓥ信 ν信 V❤ v❤️ v芯 vx VX Vx ＶＸ ⅤⅩ ⓋⓍ 𝐕𝐗 wx WX v.x V-X v_x v·信 🇻🇽 √信 微x 薇X wei信 微xin".split(
      " ",
    ),
  ];
  const rest = ["领好礼", "：shop2026", " abc_123 咨询", "了解详情", "，备注会员"];

  test("is seen in whatever people write for it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...add),
        fc.constantFrom(...names),
        fc.constantFrom(...rest),
        (call, name, after) => {
          const text = `到店请${call}${name}${after}`;
          const found = findingsIn(text).filter(({ rule }) => rule.startsWith("wechat."));
          expect(
            found.map(({ severity }) => severity),
            text,
          ).toContain("block");
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe("a link, phone or sum of money", () => {
  const inside = fc
    .array(
      fc.constantFrom("vx", "wx", "qq", "jiaV", "usdt", "cbd", "xxx", "加v".slice(1), "A6", "k3"),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((parts) => parts.join(""));
  const spans = fc.oneof(
    inside.map((path) => `https://shop.example.cn/${path}`),
    inside.map((path) => `t.cn/${path}`),
    inside.map((name) => `www.${name.toLowerCase()}.com`),
    inside.map((name) => `${name}@example.com`),
    fc.constantFrom("13800138000", "400-820-8820", "010-88886666", "¥1000", "20万元", "16888元"),
  );

  test("is not read for words in it", () => {
    fc.assert(
      fc.property(spans, (span) => {
        const text = `您好，请看${span}，欢迎`;
        const read = findingsIn(text).filter(({ category }) => !/^(contact|form)/.test(category));
        expect(
          read.map(({ match }) => match),
          text,
        ).toEqual([]);
      }),
    );
  });
});
