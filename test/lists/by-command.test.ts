import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { numberOf } from "../support/core-bench.ts";
import {
  ADMIN,
  DRAFTER,
  engines,
  fileNamed,
  formOf,
  type ListHouse,
  openListHouse,
  told,
} from "./list-house.ts";

describe.each(engines())("saved lists by command, over $name", ({ open }) => {
  let house: ListHouse;
  beforeEach(async () => {
    house = await openListHouse(open);
  });
  afterEach(() => house.close());

  const csv = (...numbers: number[]) => ["手机号", ...numbers.map(numberOf)].join("\n");
  const drop = (name: string, ...numbers: number[]) =>
    house.drop(DRAFTER, fileNamed(name, csv(...numbers)));
  const audited = async (action: string) =>
    (await house.core.store.audit.find({ action })).map(({ detail }) => detail);

  test("a dropped file becomes a list under its name, or the next free one", async () => {
    expect(await drop("名单.csv", 1, 2)).toContain("“名单.csv”");
    expect(await drop("名单.csv", 3)).toContain("“名单 (2).csv”");
    expect(await drop("名单.CSV", 4)).toContain("“名单 (3).CSV”");
    expect(await house.names()).toEqual(["名单 (2).csv", "名单 (3).CSV", "名单.csv"]);
    const long = `${"长".repeat(80)}.csv`;
    await drop(long, 5);
    await drop(long, 6);
    for (const name of await house.names()) expect(name.length).toBeLessThanOrEqual(60);
    expect(await audited("list.save")).toHaveLength(5);
  });

  test("two files of one name at the same instant become two lists", async () => {
    await Promise.all([drop("a.csv", 1), drop("a.csv", 2), drop("a.csv", 3)]);
    expect(await house.names()).toEqual(["a (2).csv", "a (3).csv", "a.csv"]);
    const numbers = (await house.core.store.lists.find({})).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(3);
  });

  test("all of them are shown with tags, counts, and who used them last", async () => {
    await drop("会员.csv", 1, 2, 3);
    await drop("老客户.csv", 4);
    expect(await house.say(DRAFTER, "lists tag 会员.csv VIP 上海")).toContain("VIP 上海");
    const { _id } = await house.list("会员.csv");
    const said = await house.say(DRAFTER, "lists");
    expect(said).toContain("#1 会员.csv");
    expect(said).toContain("VIP 上海");
    expect(said).toContain("3/3");
    expect(said).toContain("还没用过");
    expect(await house.say(DRAFTER, "lists tagged vip")).not.toContain("老客户");
    expect(await house.say(DRAFTER, "lists tagged 北京")).toContain("没有带标签");
    expect(await house.say(DRAFTER, "lists find 老客")).toContain("#2 老客户.csv");
    expect(told(await house.press(DRAFTER, "lists.show", _id))).toContain("138****0001");
  });

  test("many are shown in pages, by button and by command, a search too", async () => {
    for (let n = 0; n < 19; n += 1) await drop(`第${n}批.csv`, n);
    const first = await house.ask(DRAFTER, "lists");
    expect(told(first)).toContain("第 1/3 页");
    expect(told(first)).toContain("#19 第18批.csv");
    const next =
      first.kind === "card" ? first.card.actions?.find(({ id }) => id === "lists.page") : undefined;
    const second = told(await house.press(DRAFTER, next?.id ?? "", ...(next?.args ?? [])));
    expect(second).toContain("第 2/3 页");
    expect(second).toContain("#11 第10批.csv");
    expect(await house.say(DRAFTER, "lists page 3")).toContain("#1 第0批.csv");
    expect(await house.say(DRAFTER, "lists page 900")).toContain("第 3/3 页");
    expect(await house.say(DRAFTER, "lists find 第1 page 2")).toContain("#2 第1批.csv");
  });

  test("every button fits Telegram's 64 bytes; what doesn't is a command to type", async () => {
    const long = "长".repeat(50);
    const tag = "签".repeat(12);
    for (let n = 0; n < 9; n += 1) {
      await drop(`${n}${long}`, n);
      await house.say(DRAFTER, `lists tag #${n + 1} ${tag}`);
    }
    const turned = async (line: string) => {
      const answer = await house.ask(DRAFTER, line);
      if (answer.kind !== "card") throw new Error(told(answer));
      const buttons = answer.card.actions ?? [];
      for (const { id, args } of buttons) {
        expect(Buffer.byteLength(["?", id, ...args].join("|"))).toBeLessThan(64);
      }
      const next = buttons.find(({ id }) => id === "lists.page");
      return next === undefined
        ? answer.card.footer
        : told(await house.press(DRAFTER, next.id, ...next.args));
    };
    expect(await turned(`lists tagged ${tag}`)).toContain("#1 0长");
    const found = (await turned(`lists find ${long}`)) ?? "";
    expect(found).toContain(`/sms lists find ${long} page 2`);
    expect(await house.say(DRAFTER, `lists find ${long} page 2`)).toContain("#1 0长");
  });

  test("a file whose name is none a person could see or type gets one", async () => {
    await drop("\u200b", 1);
    await drop("a\nb", 2);
    expect(await house.names()).toEqual(["a b", "—"]);
  });

  test("merging asks for two lists at least", async () => {
    await drop("一", 1);
    expect(await house.say(DRAFTER, "lists merge")).toContain("至少要有两个名单");
  });

  test("a campaign's numbers are saved as a list once, with who used it last", async () => {
    const campaign = await house.draft([numberOf(1), numberOf(2), "none"]);
    expect(await house.say(DRAFTER, `lists save ${campaign.number} 老 客户`)).toContain(
      "名单 #1“老 客户”：3 行，2 个有效号码",
    );
    expect(await house.list("老 客户")).toMatchObject({
      _id: campaign.audienceId,
      valid: 2,
      createdByName: DRAFTER,
      lastCampaign: { number: campaign.number },
    });
    expect(await house.say(DRAFTER, `lists save ${campaign.number} 又一个`)).toContain(
      "已经是名单 #1",
    );
    expect(await house.say(DRAFTER, "lists save 77 x")).toContain("找不到群发");
  });

  test("the form saves from a file or from a campaign, and keeps what was entered on a clash", async () => {
    const campaign = await house.draft([numberOf(1)]);
    const form = formOf(await house.ask(DRAFTER, "lists save"));
    const file = fileNamed("x.csv", csv(5, 6));
    expect(await house.submit(DRAFTER, form, { name: "新名单", file })).toMatchObject({
      kind: "done",
      answer: { tone: "success" },
    });
    const rows = await house.core.store.audienceRows.count({});
    expect(await house.submit(DRAFTER, form, { name: "新名单 ", file })).toMatchObject({
      kind: "faults",
      faults: { name: expect.stringContaining("已经有名单") },
    });
    expect(
      await house.submit(DRAFTER, form, { name: "空", file: fileNamed("y.csv", "手机号\n12") }),
    ).toMatchObject({
      kind: "faults",
    });
    expect(await house.core.store.audienceRows.count({})).toBe(rows);
    const from = { name: "从群发来", source: campaign._id };
    expect(await house.submit(DRAFTER, form, from)).toMatchObject({ kind: "done" });
    expect(await house.names()).toEqual(["从群发来", "新名单"]);
  });

  test("names are one to a merchant, however they are written, and at most 60 characters", async () => {
    await drop("VIP", 1);
    await drop("other", 2);
    expect(await house.say(DRAFTER, "lists rename #2 ｖｉｐ")).toContain("已经有名单叫“ｖｉｐ”");
    expect(await house.say(DRAFTER, `lists rename #2 ${"长".repeat(61)}`)).toContain("61 个字");
    expect(await house.say(DRAFTER, "lists rename #2 \u200b")).toContain("请填写名称");
    expect(await house.say(DRAFTER, "lists rename other 老 客户")).toContain("“老 客户”");
    expect(await house.say(DRAFTER, "lists rename 老 客户 新客户")).toContain("“新客户”");
    expect(await house.say(DRAFTER, "lists rename #1 Vip")).toContain("“Vip”");
    expect(await audited("list.rename")).toHaveLength(3);
  });

  test("a bare number is a list's name before it is a number", async () => {
    await drop("一", 1);
    await drop("1", 2);
    expect(await house.say(DRAFTER, "lists show 1")).toContain("#2 1");
    expect(await house.say(DRAFTER, "lists show #1")).toContain("#1 一");
    expect(await house.say(DRAFTER, "lists show 9")).toContain("找不到名单“9”");
    expect(await house.say(DRAFTER, "lists show")).toContain("/sms lists show");
  });

  test("tags are put on and taken off, each once, within their limits", async () => {
    await drop("会员", 1);
    await house.say(DRAFTER, "lists tag 会员 VIP, 上海 vip");
    expect((await house.list("会员")).tags).toEqual(["VIP", "上海"]);
    await house.say(DRAFTER, "lists untag 会员 vip");
    expect((await house.list("会员")).tags).toEqual(["上海"]);
    expect(await house.say(DRAFTER, `lists tag 会员 ${"长".repeat(13)}`)).toContain("最多 12 个字");
    const many = Array.from({ length: 10 }, (_, n) => `t${n}`).join(" ");
    expect(await house.say(DRAFTER, `lists tag 会员 ${many}`)).toContain("最多 10 个标签");
    const form = formOf(await house.ask(DRAFTER, "lists tag 会员"));
    await house.submit(DRAFTER, form, { tags: "新 上海" });
    expect([...(await house.list("会员")).tags].sort()).toEqual(["上海", "新"].sort());
    await house.submit(DRAFTER, form, {});
    expect((await house.list("会员")).tags).toHaveLength(2);
    await house.submit(DRAFTER, form, { tags: "" });
    expect((await house.list("会员")).tags).toEqual([]);
    expect(await audited("list.tag")).toHaveLength(3);
    expect(await audited("list.untag")).toHaveLength(3);
  });

  test("whoever made a list, or an admin, deletes it after one question; others are refused", async () => {
    await house.drop(ADMIN, fileNamed("admin.csv", csv(1)));
    await drop("mine.csv", 2);
    await drop("theirs.csv", 3);
    expect(await house.say(DRAFTER, "lists delete admin.csv")).toContain(
      "只能由建立它的人或管理员删除",
    );
    const { _id: theirs } = await house.list("admin.csv");
    expect(told(await house.press(DRAFTER, "lists.delete", theirs))).toContain("只能由建立它的人");
    const asked = await house.ask(DRAFTER, "lists delete mine.csv");
    expect(await house.names()).toContain("mine.csv");
    const button = asked.kind === "card" ? asked.card.actions?.[0] : undefined;
    const pressed = () => house.press(DRAFTER, button?.id ?? "", ...(button?.args ?? []));
    expect(told(await pressed())).toContain("已删除");
    expect(told(await pressed())).toContain("已经被删除了");
    const { _id } = await house.list("theirs.csv");
    expect(told(await house.press(ADMIN, "lists.delete", _id))).toContain("已删除");
    expect(await house.names()).toEqual(["admin.csv"]);
    expect(await audited("list.delete")).toHaveLength(2);
  });

  test("lists are merged by command and by form; the first named wins and says so", async () => {
    const file = (name: string, ...lines: string[]) =>
      house.drop(DRAFTER, fileNamed(name, ["手机号,姓名", ...lines].join("\n")));
    await file("甲", `${numberOf(1)},甲一`, `${numberOf(2)},甲二`);
    await file("乙", `${numberOf(2)},乙二`, `${numberOf(3)},乙三`, "坏,乙坏");
    expect(await house.say(DRAFTER, "lists merge 乙 #1 as 全部")).toMatch(
      /“全部”：3 个号码.*1 行号码重复.*“乙”最先.*1 行没有有效号码/u,
    );
    const { _id } = await house.list("全部");
    const rows = await house.core.store.audienceRows.find(
      { audienceId: _id },
      { sort: { line: 1 } },
    );
    expect(
      rows.map(({ line, phone, variables }) => [line, phone?.slice(-1), variables.姓名]),
    ).toEqual([
      [1, "2", "乙二"],
      [2, "3", "乙三"],
      [3, "1", "甲一"],
    ]);
    expect(await house.core.store.audiences.findOne({ _id })).toMatchObject({
      rows: 3,
      file: { columns: [{ use: { kind: "variable", name: "姓名" }, empty: 0 }] },
    });
    expect(await house.say(DRAFTER, "lists merge 乙 #1 as 全部")).toContain("已经有名单");
    expect(await house.say(DRAFTER, "lists merge 乙 乙 as 两遍")).toContain("2 到 5 个不同的名单");
    expect(await house.say(DRAFTER, "lists merge 乙 丙 as 三")).toContain("找不到名单“丙”");
    const { _id: first } = await house.list("甲");
    const { _id: second } = await house.list("乙");
    const form = formOf(await house.press(DRAFTER, "lists.merge", first));
    expect(form.fields[0]).toMatchObject({ kind: "choice", initial: first });
    const said = await house.submit(DRAFTER, form, { list_b: second, name: "再合" });
    expect(said).toMatchObject({ kind: "done", answer: { tone: "success" } });
    expect(await audited("list.merge")).toMatchObject([{ from: "#2 #1" }, { from: "#1 #2" }]);
  });

  test("what is no verb is taken for a name, then searched for, then explained", async () => {
    await drop("会员.csv", 1);
    expect(await house.say(DRAFTER, "lists 会员.csv")).toContain("138****0001");
    expect(await house.say(DRAFTER, "lists 会员")).toContain("#1 会员.csv");
    expect(await house.say(DRAFTER, "lists delte 会员")).toContain("/sms lists delete");
    expect(await house.say(DRAFTER, "lists constructor")).toContain("用法");
  });
});
