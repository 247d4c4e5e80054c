import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ORDINARY_TEXTS } from "../policy/corpus/ordinary-texts.ts";
import { results, run, start } from "./command.ts";

const PLAIN = "【小店】会员日全场八折，拒收请回复R";
const WECHAT = "【小店】加微信领取好礼，拒收请回复R";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qunfa-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("qunfa check", () => {
  test("says for each line, in order, what is wrong with it, where, and what to write instead", async () => {
    const { status, out, err } = await run(
      ["check", "--provider", "aliyun", "--json"],
      `${PLAIN}\n${WECHAT}\r\n\n${PLAIN}`,
    );
    const [plain, wechat, empty, last, ...more] = results(out);
    expect({ status, err, more }).toEqual({ status: 0, err: "", more: [] });
    expect(plain).toEqual({
      verdict: "pass",
      providers: { aliyun: "pass" },
      segments: 1,
      findings: [],
    });
    expect(last).toEqual(plain);
    expect(empty).toMatchObject({ verdict: "pass", segments: 0, findings: [] });
    expect(wechat).toMatchObject({ verdict: "block", providers: { aliyun: "block" } });
    const [finding] = wechat?.findings ?? [];
    expect(finding).toMatchObject({ rule: "wechat.add", severity: "block", match: "加微信" });
    expect(WECHAT.slice(finding?.start, finding?.end)).toBe("加微信");
    expect(finding?.why).not.toBe("");
    expect(finding?.suggestion).not.toBe("");
  });

  test("gives one ended line for each, whatever line ends a text holds for other readers", async () => {
    const odd = "一\u2028二\u2029三\u0085四\u000b五\u001e六 加微信\u2028";
    const { out } = await run(["check"], `${odd}\n${odd}\n`);
    const ends = "\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029";
    expect([...out].filter((unit) => ends.includes(unit))).toEqual(["\n", "\n"]);
    expect(results(out)).toHaveLength(2);
  });

  test("asks all real profiles when there are no accounts, and the accounts when there are", async () => {
    const [built] = results((await run(["check"], PLAIN)).out);
    expect(Object.keys(built?.providers ?? {}).sort()).toEqual([
      "aliyun",
      "huawei",
      "smpp",
      "tencent",
      "twilio",
    ]);
    const file = join(folder, "accounts.json");
    const accounts = [
      { kind: "simulator", id: "mine", name: "Mine", profile: "tencent" },
      { kind: "huawei", id: "hw-1", name: "Theirs" },
    ];
    await writeFile(file, JSON.stringify({ providers: accounts }));
    const env = { PROVIDERS_FILE: file };
    const [own] = results((await run(["check"], PLAIN, { env })).out);
    expect(Object.keys(own?.providers ?? {})).toEqual(["mine", "hw-1"]);
    const args = ["check", "--provider", "hw-1,aliyun", "--provider=hw-1"];
    const [some] = results((await run(args, PLAIN, { env })).out);
    expect(Object.keys(some?.providers ?? {})).toEqual(["hw-1", "aliyun"]);
  });

  test("counts segments as the providers bill: every character at home, by GSM abroad", async () => {
    const text = `${"a".repeat(71)}\n${"a".repeat(160)}\n${"字".repeat(70)}\n${"字".repeat(71)}`;
    const count = async (...ids: string[]) =>
      results((await run(["check", "--provider", ids.join(",")], text)).out).map((r) => r.segments);
    expect(await count("tencent")).toEqual([2, 3, 1, 2]);
    expect(await count("twilio")).toEqual([1, 1, 1, 2]);
    expect(await count("twilio", "tencent")).toEqual([2, 3, 1, 2]);
  });

  test("reads the calendar at the time given, by the local day", async () => {
    const text = "【小店】新店促销全网最低，抢红包，拒收请回复R";
    const events = async (...args: string[]) =>
      results((await run(["check", "--provider", "smpp", ...args], text)).out).flatMap((r) =>
        r.findings.flatMap(({ event }) => event ?? []),
      );
    expect(await events("--at", "2026-04-15")).toEqual([]);
    expect(await events("--at", "2026-12-08T00:30")).toContain("Double 12");
    expect(await events("--at", "2026-12-07T16:30Z")).toContain("Double 12");
    expect(await events("--at", "2026-12-07T16:30Z", "--time-zone", "UTC")).toEqual([]);
  });

  test("speaks Chinese to who reads Chinese", async () => {
    const env = { LANG: "zh_CN.UTF-8" };
    const [result] = results((await run(["check"], WECHAT, { env })).out);
    expect(result?.findings[0]?.why).toMatch(/\p{Script=Han}/u);
    expect((await run(["check", "--bad"], "", { env })).err).toContain("没有“--bad”这个选项");
    const overruled = { LANG: "zh_CN.UTF-8", LC_ALL: "en_US.UTF-8" };
    expect((await run(["check", "--bad"], "", { env: overruled })).err).toContain("no option");
  });

  test("takes the operator's own packs", async () => {
    const dir = join(folder, "own", "policy");
    await mkdir(dir, { recursive: true });
    const why = { "zh-CN": "店里的规定", en: "a rule of the house" };
    const rule = { id: "shop.banned", terms: "臻选", severity: "block", why, source: "house" };
    await writeFile(
      join(dir, "shop.json"),
      JSON.stringify({ name: "shop", checked: "2026-11-23", rules: [rule] }),
    );
    const env = { DATA_DIR: join(folder, "own") };
    const [result] = results((await run(["check"], "【小店】臻选好物，拒收请回复R", { env })).out);
    expect(result).toMatchObject({ verdict: "block" });
    expect(result?.findings.map((one) => one.rule)).toContain("shop.banned");

    await writeFile(join(dir, "broken.json"), `{"name": "broken", "rulez": []}`);
    const broken = await run(["check"], PLAIN, { env });
    expect(broken).toMatchObject({ status: 2, out: "" });
    expect(broken.err).toContain("rulez");
    expect(broken.err).toContain("broken.json");
  });
});

describe("what can't be used ends with status 2 and says why", () => {
  test.each([
    [["check", "--bad"], "there is no option “--bad”"],
    [["check", "-x"], "there is no option “-x”"],
    [["check", "some text"], "read from standard input"],
    [["check", "--provider"], "--provider needs a value"],
    [["check", "--provider", "nobody"], "no provider “nobody”, only smpp, aliyun"],
    [["check", "--at", "soon"], "“soon” is no time"],
    [["check", "--at=2026-01-01", "--at=2026-01-02"], "--at can be given once only"],
    [["check", "--json=yes"], "--json takes no value"],
    [["check", "--time-zone", "Mars/Base"], "“Mars/Base” is no time zone"],
    [["chekc"], "there is no command “chekc”"],
    [["start", "now"], "takes no arguments"],
  ])("%j", async (args, message) => {
    const { status, out, err } = await run(args, PLAIN);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err).toMatch(/^qunfa: [^\n]+\n$/u);
  });

  test("a line that is not UTF-8, once what came before it is answered", async () => {
    const input = Buffer.concat([Buffer.from(`${PLAIN}\n${WECHAT}\n`), Buffer.from([0xff, 0x0a])]);
    const { status, out, err } = await run(["check"], input);
    expect(status).toBe(2);
    expect(results(out)).toHaveLength(2);
    expect(err).toContain("line 3 is not UTF-8");
  });

  test("a file of accounts that is broken", async () => {
    const file = join(folder, "broken-accounts.json");
    await writeFile(file, `{"providers": [{"id": "Not An Id", "kind": "smpp"}]}`);
    const { status, err } = await run(["check"], PLAIN, { env: { PROVIDERS_FILE: file } });
    expect(status).toBe(2);
    expect(err).toContain(file);
    expect(err).toContain("providers[0].id");
  });
});

describe("usage", () => {
  test.each([[[]], [["help"]], [["--help"]], [["check", "--help"]]])(
    "is shown for %j",
    async (args) => {
      const { status, out } = await run(args);
      expect(status).toBe(0);
      expect(out).toContain("qunfa check");
      expect(out).toContain("--provider");
    },
  );
});

describe("as a stage of a pipe", () => {
  test("it ends quietly when its reader has seen enough", async () => {
    const child = start(["check"]);
    const told: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => told.push(chunk));
    child.stdin.on("error", () => {});
    const ended = once(child, "exit");
    const line = `${WECHAT}\n`.repeat(1000);
    child.stdout.once("data", () => child.stdout.destroy());
    const feed = () => {
      while (child.stdin.writable && child.stdin.write(line));
    };
    child.stdin.on("drain", feed);
    feed();
    expect(await ended).toEqual([0, null]);
    expect(Buffer.concat(told).toString()).toBe("");
  });

  test("it answers each line as it comes", async () => {
    const child = start(["check"]);
    for (const text of [PLAIN, WECHAT, ...ORDINARY_TEXTS.slice(0, 5)]) {
      child.stdin.write(`${text}\n`);
      const [answer] = (await once(child.stdout, "data")) as [Buffer];
      expect(results(answer.toString())).toHaveLength(1);
    }
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
