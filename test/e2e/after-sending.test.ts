import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { magicSuffix } from "../../adapters/simulator/fate.ts";
import { CHANNEL, LIN, WANG, type World } from "../demo/world.ts";
import type { EmulatedMessage } from "../emulators/slack/slack-emulator.ts";
import { number, xlsxOf } from "../support/xlsx-writer.ts";
import { ask, type House, openHouse, stores } from "./house.ts";
import { fillDraft, newestCard, pressedInSlack } from "./scenes.ts";

const LONG = 60_000;

describe.each(stores())("what can be done with a campaign, over $name", ({ mongodbUri }) => {
  let house: House;
  let world: World;

  beforeAll(async () => {
    house = await openHouse(mongodbUri, {
      env: { PROVISIONAL_AFTER_SECONDS: "3", SETTLE_AFTER_SECONDS: "6" },
    });
    world = house.world;
  }, LONG);
  afterAll(() => house.close(), LONG);

  const card = (title: string, holding: string) => newestCard(world, title, holding);

  /** Drafts as Lin, approves as Wang. */
  async function send(name: string, numbers: string): Promise<void> {
    const { slack } = world;
    const lin = await fillDraft(world, { name, text: "会员日全场八折，欢迎到店", numbers });
    await lin.submit();
    await lin.press(
      await slack.until(() => card(name, "campaign.request"), "the draft"),
      "campaign.request",
    );
    const waiting = await slack.until(() => card(name, "campaign.approve"), "the card to approve");
    await slack.person(WANG).press(waiting, "campaign.approve");
  }

  const pressed = (person: string, message: EmulatedMessage, action: string) =>
    pressedInSlack(world, person, message, action);

  test("who failed is listed masked, exported whole for an admin only, and each export is in the audit trail", {
    timeout: LONG,
  }, async () => {
    const numbers = [
      `1391110${magicSuffix("delivered")}`,
      `1391110${magicSuffix("unreachable")}`,
      `1391110${magicSuffix("opted_out")}`,
      `1391110${magicSuffix("silent")}`,
    ];
    await send("失败名单", numbers.join("\n"));
    const summary = await world.slack.until(
      () => card("失败名单 · 最终结果", "campaign.failures"),
      "the final summary",
      LONG,
    );
    const list = await pressed(LIN, summary, "campaign.failures");
    const shown = JSON.stringify(list.blocks) + list.text;
    expect(shown).toContain("139****9002");
    for (const number of numbers) expect(shown).not.toContain(number);

    const exported = async (person: string) => {
      const page = await pressed(person, summary, "campaign.failures");
      const given = () =>
        [...world.slack.workspace.files.values()].filter(
          ({ name }) => name.endsWith(".csv") && name.includes("失败明细"),
        );
      const before = given().length;
      await pressed(person, page, "failures.export");
      const file = await world.slack.until(
        () =>
          given()
            .slice(before)
            .find(({ complete }) => complete),
        "the file",
      );
      return new TextDecoder().decode(file.bytes);
    };
    const masked = await exported(LIN);
    expect(masked).toContain("139****9002");
    expect(masked).not.toContain(numbers[1]);
    const whole = await exported(WANG);
    expect(whole).toContain(`86${numbers[1]}`);
    expect(whole).toContain("手机号码为空号或已关机");
    const exports = await world.app.core.store.audit.find(
      { action: "details.export" },
      { sort: { at: 1 } },
    );
    expect(exports.map(({ detail }) => detail)).toEqual([
      { rows: 3, whole: false },
      { rows: 3, whole: true },
    ]);
  });

  test("a resend plan drafts a campaign to those who may get another try, and to nobody who opted out", {
    timeout: LONG,
  }, async () => {
    const summary = await world.slack.until(
      () => card("失败名单 · 最终结果", "campaign.resend"),
      "the summary",
    );
    const plan = await pressed(WANG, summary, "campaign.resend");
    expect(JSON.stringify(plan.blocks)).toContain("不再发送");
    await pressed(WANG, plan, "resend.draft");
    const draft = await world.slack.until(
      () => card("失败名单（补发）", "campaign.request"),
      "the new draft",
    );
    expect(JSON.stringify(draft.blocks)).toContain("草稿");
    const campaign = await world.app.core.store.campaigns.findOne({ name: "失败名单（补发）" });
    const rows = await world.app.core.store.audienceRows.find({
      audienceId: campaign?.audienceId ?? "",
    });
    expect(rows.map(({ phone }) => phone?.slice(-4)).sort()).toEqual([
      magicSuffix("unreachable"),
      magicSuffix("silent"),
    ]);
  });

  test("someone on the opt-out list is excluded, and only an admin takes them off it", {
    timeout: LONG,
  }, async () => {
    expect(await ask(world, LIN, "/sms optout add 13922220001")).toContain("139****0001");
    expect(await ask(world, LIN, "/sms optout remove 13922220001")).toContain("管理员");
    expect(await ask(world, LIN, "/sms optout add 12")).toContain("不是有效的手机号");
    await send("有人退订", "13922220001\n13922220002");
    await world.slack.until(() => card("有人退订", "已结算"), "it to be settled", LONG);
    const campaign = await world.app.core.store.campaigns.findOne({ name: "有人退订" });
    expect(campaign?.counts).toMatchObject({
      excluded: 1,
      excludedBy: { opted_out: 1 },
      delivered: 1,
    });
    expect(await ask(world, WANG, "/sms optout remove 13922220001")).toContain("凭据");
    expect(await ask(world, WANG, "/sms optout remove 139 2222 0001 8月3日到店签字")).toContain(
      "移出",
    );
    expect(await world.app.core.store.audit.find({ action: "optout.remove" })).toMatchObject([
      { detail: { masked: "139****0001", proof: "8月3日到店签字" } },
    ]);
  });

  test("a list of opt-outs is imported from a file, and exported whole for admins only", {
    timeout: LONG,
  }, async () => {
    const lin = world.slack.person(LIN);
    await lin.command(CHANNEL, "/sms optout import");
    await world.slack.until(() => lin.modal(), "the form");
    const bytes = xlsxOf([
      {
        rows: [
          ["手机号"],
          [number(13977770001)],
          ["13977770002"],
          ["不是号码"],
          [number(13977770001)],
        ],
      },
    ]);
    await lin.attach("名单文件", { name: "退订.xlsx", bytes });
    const before = lin.ephemerals(CHANNEL).length;
    await lin.submit();
    const told = await world.slack.until(() => lin.ephemerals(CHANNEL).slice(before).at(-1), "it");
    expect(told.text).toContain("新加入 2 个号码");
    expect(told.text).toContain("1 行没有有效的手机号");
    const { suppressions, audit } = world.app.core.store;
    expect(await suppressions.find({ source: "import" })).toMatchObject([
      { phone: "+8613977770001", reason: "opted_out", detail: "退订.xlsx" },
      { phone: "+8613977770002" },
    ]);
    for (const [person, whole] of [
      [LIN, false],
      [WANG, true],
    ] as const) {
      await world.slack.person(person).command(CHANNEL, "/sms optout export");
      await expect
        .poll(() => audit.findOne({ action: "optout.export", "detail.whole": whole }))
        .toBeDefined();
    }
    const given = () =>
      [...world.slack.workspace.files.values()]
        .filter(({ name, complete }) => name === "退订名单.csv" && complete)
        .map(({ bytes: file }) => new TextDecoder().decode(file));
    await expect.poll(() => given().length).toBe(2);
    const [masked = "", whole = ""] = given();
    expect(masked).toContain("139****0001");
    expect(masked).not.toContain("13977770001");
    expect(whole).toContain("8613977770001,退订,导入,退订.xlsx");
  });

  test("pause says how many had gone, resume goes on, cancel leaves the rest unsent and uncharged", {
    timeout: LONG,
  }, async () => {
    for (const carrier of world.carriers) carrier.refuse(429);
    await send(
      "暂停一下",
      Array.from({ length: 40 }, (_, i) => `1393333${String(i).padStart(4, "0")}`).join("\n"),
    );
    const going = await world.slack.until(
      () => card("暂停一下", "campaign.pause"),
      "the card while sending",
      LONG,
    );
    expect((await pressed(WANG, going, "campaign.pause")).text).toContain("已提交 0 人");
    const paused = await world.slack.until(
      () => card("暂停一下", "campaign.resume"),
      "the paused card",
    );
    expect((await pressed(WANG, paused, "campaign.resume")).text).toContain("继续");
    const again = await world.slack.until(
      () => card("暂停一下", "campaign.pause"),
      "the card while sending",
    );
    expect((await pressed(WANG, again, "campaign.cancel")).text).toContain("已取消");
    for (const carrier of world.carriers) carrier.refuse(undefined);
    await world.slack.until(() => card("暂停一下", "已取消"), "the cancelled card");
    const quota = () => world.app.core.store.quotas.findOne({});
    await expect.poll(async () => (await quota())?.reserved, { timeout: LONG }).toBe(0);
    const campaign = await world.app.core.store.campaigns.findOne({ name: "暂停一下" });
    expect(campaign?.counts).toMatchObject({ pending: 40, delivered: 0, failed: 0 });
  });

  test("an account that a provider refuses pauses the campaign and says what to mend", {
    timeout: LONG,
  }, async () => {
    for (const carrier of world.carriers) carrier.refuse(403);
    await send("账号欠费", "13944440001\n13944440002");
    const paused = await world.slack.until(
      () => card("账号欠费", "拒绝了账号"),
      "the paused card",
      LONG,
    );
    for (const carrier of world.carriers) carrier.refuse(undefined);
    await pressed(WANG, paused, "campaign.resume");
    await world.slack.until(() => card("账号欠费", "已结算"), "it to be settled", LONG);
  });
});
