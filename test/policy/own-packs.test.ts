import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mergePacks, OwnPacksError, readOwnPacks } from "../../src/policy/own-packs.ts";
import { ALL_PACKS } from "../../src/policy/packs/all.ts";
import { createPolicy } from "../../src/policy/policy.ts";
import { ruleSchema } from "../../src/policy/rule.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const WHY = { "zh-CN": "本店不许", en: "not in this shop" };
const HEAD = { name: "shop", checked: "2026-11-23" };
const RULE = {
  id: "shop.banned",
  terms: "臻选",
  severity: "block",
  why: WHY,
  source: "house rules",
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "qunfa-packs-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const put = (name: string, content: unknown) =>
  writeFile(join(dir, name), typeof content === "string" ? content : JSON.stringify(content));
const read = (locale?: "zh-CN" | "en") => readOwnPacks({ dir, required: true }, locale);

/** What qunfa with the packs of the folder says of a body, at one provider. */
async function check(body: string, profile = "aliyun") {
  const policy = createPolicy(mergePacks(ALL_PACKS, await read()));
  return policy.check({
    text: `【小店】${body}，拒收请回复R`,
    providers: [{ id: "one", profile }],
    at: Date.UTC(2026, 3, 15, 3),
    timeZone: "Asia/Shanghai",
    locale: "en",
  });
}
const rulesAt = async (body: string, profile?: string) =>
  (await check(body, profile)).findings.map(({ rule }) => rule);

async function faults(locale?: "zh-CN" | "en"): Promise<{ error: OwnPacksError; said: string[] }> {
  const error = await read(locale).catch((thrown: unknown) => thrown);
  if (!(error instanceof OwnPacksError)) throw error;
  const said = error.faults.map(
    ({ file, path, message }) => `${file.slice(dir.length + 1)} ${path.join(".")}: ${message}`,
  );
  return { error, said };
}

describe("an operator's packs", () => {
  test("add rules, which see through disguises like ours", async () => {
    expect(await rulesAt("臻选好物")).toEqual([]);
    await put("shop.json", { ...HEAD, rules: [RULE] });
    const { verdict, findings } = await check("臻*选好物");
    expect(verdict).toBe("block");
    expect(findings).toMatchObject([
      { rule: "shop.banned", category: "shop", match: "臻*选", disguises: ["noise"], why: WHY.en },
    ]);
  });

  test("replace a rule of ours by its id, whole", async () => {
    expect(await rulesAt("飞天茅台到货")).toContain("alcohol.drinks");
    const mine = { ...RULE, id: "alcohol.drinks", terms: "米酒", severity: "warn" };
    await put("shop.json", { ...HEAD, rules: [mine] });
    expect(await rulesAt("飞天茅台到货")).not.toContain("alcohol.drinks");
    expect((await check("米酒到货")).findings).toMatchObject([
      { rule: "alcohol.drinks", severity: "warn", why: WHY.en },
    ]);
  });

  test("switch rules off, those of form too", async () => {
    expect(await rulesAt("抽奖✨")).toEqual(["promotion.draw", "form.symbols"]);
    await put("shop.json", { ...HEAD, off: ["promotion.draw", "form.symbols"] });
    expect(await rulesAt("抽奖✨")).toEqual([]);
  });

  test("know harmless wordings: without rules for all of ours, else for their own", async () => {
    expect(await rulesAt("抽奖巷店开业")).not.toEqual([]);
    await put("places.json", { ...HEAD, harmless: "抽奖巷 臻选路" });
    await put("shop.json", { ...HEAD, rules: [RULE] });
    expect(await rulesAt("抽奖巷店开业")).toEqual([]);
    expect(await rulesAt("臻选路店臻选好物")).toEqual(["shop.banned"]);
    expect(await rulesAt("臻选路店")).toEqual([]);
  });

  test("bring profiles, like ours where they say nothing themselves", async () => {
    const profile = {
      id: "line",
      name: { "zh-CN": "专线", en: "a line" },
      like: "tencent",
      longest: 30,
      weights: { "promotion.coupon": "off", alcohol: "info" },
      source: "contract of 2026",
    };
    await put("shop.json", { ...HEAD, profiles: [profile] });
    expect((await check("领优惠券", "tencent")).verdict).toBe("block");
    expect((await check("领优惠券", "line")).verdict).toBe("pass");
    expect((await check("红酒到货", "line")).verdict).toBe("pass");
    expect((await check("会员贷款", "line")).verdict).toBe("block");
    expect(await rulesAt("会员日".repeat(20), "line")).toContain("form.length");
  });

  test("are written as the manual shows", async () => {
    const manual = await readFile(resolve(ROOT, "docs/policy.md"), "utf8");
    const examples = [...manual.matchAll(/```json\n(.*?)```/gsu)].map(([, json = ""]) => json);
    expect(examples).toHaveLength(2);
    for (const [i, json] of examples.entries()) await put(`example-${i}.json`, json);
    expect(await rulesAt("好过隔壁老王", "our-line")).toEqual(["shop.rivals"]);
    expect(await rulesAt("胜过王记一筹", "our-line")).toEqual(["shop.rivals"]);
    expect(await rulesAt("在老王家属院，红酒巷店", "our-line")).toEqual([]);
    expect((await check("好过隔壁老王", "tencent")).verdict).toBe("block");
  });

  test("are none without a folder, unless one was named", async () => {
    const nowhere = join(dir, "nowhere");
    expect(await readOwnPacks({ dir: nowhere, required: false })).toEqual([]);
    await expect(readOwnPacks({ dir: nowhere, required: true })).rejects.toThrow("POLICY_DIR");
  });

  test("are the JSON files of the folder, not what else lies there", async () => {
    await put("shop.json", `\uFEFF${JSON.stringify({ ...HEAD, rules: [RULE] })}`);
    await put(".shop.json.swp", "x");
    await put("._shop.json", "x");
    await put("notes.md", "x");
    expect((await read()).map(({ name }) => name)).toEqual(["shop"]);
  });
});

describe("a rule emptied out of one of our packs", () => {
  test("does not turn that pack's harmless wordings into everybody's", () => {
    const rules = [ruleSchema.parse(RULE)];
    const ours = { ...HEAD, harmless: "红酒面膜", rules };
    const theirs = { ...HEAD, harmless: [], rules, profiles: [], off: [] };
    const { packs } = mergePacks([ours], [theirs]);
    expect(packs.flatMap(({ harmless }) => harmless ?? [])).toEqual([]);
  });
});

describe("everything wrong with all files is said at once, with file, place and what is expected", () => {
  test("as to their shape", async () => {
    await put("a.json", "{");
    await put("b.json", {
      name: "b",
      checked: "yesterday",
      rules: [{ ...RULE, id: "Bad Id", severity: "high", term: "x", terms: 5, why: { en: "no" } }],
    });
    await writeFile(join(dir, "c.json"), Buffer.from([0xff]));
    const { said, error } = await faults();
    expect(said).toEqual([
      expect.stringContaining("a.json : is no JSON"),
      expect.stringContaining("b.json checked: Invalid ISO date"),
      expect.stringContaining("b.json rules.0.id: Invalid string: must match pattern"),
      expect.stringContaining("b.json rules.0.terms: expected words"),
      expect.stringContaining('b.json rules.0.severity: Invalid option: expected one of "info"'),
      expect.stringContaining("b.json rules.0.why.zh-CN: Invalid input: expected string"),
      expect.stringContaining('b.json rules.0: Unrecognized key: "term"'),
      expect.stringContaining("c.json : is not UTF-8"),
    ]);
    expect(error.message).toContain(`→ ${join(dir, "b.json")}: rules[0].severity`);
  });

  test("as to what they name and seek", async () => {
    const rule = {
      ...RULE,
      profiles: { tencnet: "warn" },
      terms: ["加<id>", "★", "长".repeat(41), "<id>", "<mobile>微信"],
    };
    await put("a.json", {
      ...HEAD,
      rules: [rule, { ...RULE, id: "shop.empty", terms: "" }, { ...RULE, id: "form.emoji" }],
      profiles: [
        { id: "x", name: WHY, like: "y", source: "s", weights: { alcool: "off", alcohol: "off" } },
        { id: "y", name: WHY, like: "x", source: "s" },
        { id: "z", name: WHY, like: "nobody", source: "s" },
      ],
    });
    await put("b.json", { ...HEAD, rules: [RULE], off: ["no.rule", "shop.empty", "form.emoji"] });
    const { said } = await faults();
    expect(said).toEqual([
      expect.stringContaining("a.json rules.0.profiles.tencnet: there is no profile “tencnet”"),
      expect.stringContaining("a.json rules.0.terms: “加<id>” holds brackets"),
      expect.stringContaining("a.json rules.0.terms: “★” has no letter"),
      expect.stringMatching(/^a\.json rules\.0\.terms: “长+” is too long: at most 40/u),
      expect.stringContaining("a.json rules.1: looks for nothing"),
      expect.stringContaining("a.json rules.2.id: “form.emoji” is a check of form"),
      expect.stringContaining("a.json profiles.0.weights.alcool: “alcool” is neither"),
      expect.stringContaining("a.json profiles.0.like: “x” comes round"),
      expect.stringContaining("a.json profiles.1.like: “y” comes round"),
      expect.stringContaining("a.json profiles.2.like: there is no profile “nobody”"),
      expect.stringContaining("b.json rules.0.id: the rule “shop.banned” is already in"),
      expect.stringContaining("b.json off.0: there is no rule “no.rule”"),
      expect.stringContaining("b.json off.1: “shop.empty” is switched off and written anew"),
      expect.stringContaining("b.json off.2: “form.emoji” is switched off and written anew"),
    ]);
  });

  test("in the reader's language", async () => {
    await put("a.json", { ...HEAD, rules: [{ ...RULE, severity: "high" }], off: 1 });
    const { said, error } = await faults("zh-CN");
    expect(error.message).toMatch(/^自定义规则包有误/u);
    for (const one of said) expect(one).toMatch(/\p{Script=Han}/u);
  });

  test("and qunfa does not start", async () => {
    await put("a.json", { ...HEAD, rulez: [] });
    const env = {
      PATH: process.env.PATH ?? "",
      TELEGRAM_BOT_TOKEN: "123456:not-asked-for-anything",
      DATA_DIR: dir,
      POLICY_DIR: dir,
    };
    const child = spawn(process.execPath, [join(ROOT, "src/main.ts")], { cwd: ROOT, env });
    const [[status], said] = await Promise.all([once(child, "close"), text(child.stderr)]);
    expect(status).toBe(1);
    expect(said).toContain('Unrecognized key: "rulez"');
    expect(said).not.toContain("    at ");
  });
});
