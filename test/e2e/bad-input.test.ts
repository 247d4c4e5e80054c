import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHANNEL, CHEN, GROUP, LIN, WANG, type World } from "../demo/world.ts";
import type { EmulatedMessage } from "../emulators/slack/slack-emulator.ts";
import { ask, type House, openHouse, stores } from "./house.ts";
import { fillDraft, newestCard, pressedInSlack } from "./scenes.ts";

const LONG = 60_000;

describe.each(stores())("bad input over $name", ({ mongodbUri }) => {
  let house: House;
  let world: World;

  beforeAll(async () => {
    house = await openHouse(mongodbUri);
    world = house.world;
  }, LONG);
  afterAll(() => house.close(), LONG);

  const campaigns = () => world.app.core.store.campaigns;

  /** Opens the draft form as Lin and fills it. */
  async function fill(values: {
    name?: string;
    text?: string;
    numbers?: string;
    file?: { name: string; bytes: Uint8Array };
  }) {
    const { slack } = world;
    const lin = await fillDraft(world, {
      name: values.name ?? "活动",
      text: values.text ?? "会员日全场八折，欢迎到店",
      numbers: values.numbers,
    });
    if (values.file !== undefined) {
      await lin.choose("发给谁", "file");
      await slack.until(() => lin.modal()?.text.includes("号码文件"), "the field for a file");
      await lin.attach("号码文件", values.file);
    }
    return lin;
  }

  /** Submits and resolves with the faults the form shows. */
  async function faults(values: Parameters<typeof fill>[0]): Promise<string> {
    const before = await campaigns().count({});
    const lin = await fill(values);
    const outcome = await lin.submit();
    expect(["errors", "updated"]).toContain(outcome);
    const told = await world.slack.until(
      () => Object.values(lin.modal()?.errors ?? {}).join(" ") || undefined,
      "a fault",
    );
    expect(await campaigns().count({})).toBe(before);
    await lin.closeModal();
    return told;
  }

  /** A campaign drafted by Lin, with its card in the channel. */
  async function drafted(numbers: string, name: string): Promise<EmulatedMessage> {
    const lin = await fill({ name, numbers });
    const before = lin.ephemerals(CHANNEL).length;
    expect(await lin.submit()).toBe("closed");
    await world.slack.until(() => lin.ephemerals(CHANNEL).length > before, "to be told");
    return world.slack.until(() => card(name), "the card");
  }

  const card = (name: string, holding?: string) => newestCard(world, name, holding);

  /** Presses as a person and resolves with what only they are told. */
  const pressed = async (person: string, message: EmulatedMessage, action: string) =>
    (await pressedInSlack(world, person, message, action)).text;

  test("a text that is too long is refused with its length, and nothing typed is lost", async () => {
    const lin = await fill({ numbers: "13800138000", text: "好".repeat(500) });
    await lin.submit();
    const told = await world.slack.until(
      () => Object.values(lin.modal()?.errors ?? {}).join(" ") || undefined,
      "a fault",
    );
    expect(told).toMatch(/共 5\d\d 字，服务商最多接受 500 字/);
    expect(JSON.stringify(lin.modal()?.entered)).toContain("好".repeat(500));
    await lin.closeModal();
  });

  test("an audience without one valid number is refused", async () => {
    expect(await faults({ numbers: "12345, 0571-88886666" })).toContain("没有一个有效的手机号");
  });

  test("a file that is not what it says is refused with what was expected", async () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]);
    expect(await faults({ file: { name: "members.csv", bytes: png } })).toContain("不是文本文件");
    const zip = Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]);
    expect(await faults({ file: { name: "members.csv", bytes: zip } })).toContain("另存为");
  });

  test("an unknown command is answered with the nearest, an unknown campaign with where to look", async () => {
    expect(await ask(world, LIN, "/sms darft")).toContain("/sms draft");
    expect(await ask(world, LIN, "/sms show 999")).toContain("找不到群发“999”");
    expect(await ask(world, LIN, "/sms show")).toContain("/sms show 12");
    expect(await ask(world, LIN, "/sms check")).toContain("/sms check");
  });

  test("a role too low is refused on the server, and says which is needed", async () => {
    expect(await ask(world, LIN, "/sms approve 1")).toContain("审批人");
    expect(await ask(world, LIN, "/sms balance grant 100 please")).toContain("管理员");
    expect(await ask(world, LIN, "/sms members remove 王姐")).toContain("管理员");
    expect(await ask(world, LIN, "/sms settings per-day 9")).toContain("管理员");
  });

  test("a drafter's press on approve is refused; an old button answers that it changed; a double press approves once", async () => {
    const { slack } = world;
    const first = await drafted("13811110001", "旧按钮");
    expect(await pressed(LIN, first, "campaign.request")).toContain("已提交审批");
    const waiting = await slack.until(
      () => card("旧按钮", "campaign.approve"),
      "the card to approve",
    );
    const old = structuredClone({ ...waiting, blocks: waiting.blocks });
    expect(await pressed(LIN, waiting, "campaign.approve")).toContain("审批人");
    // Lin edits it: the approval that was asked for is void.
    const lin = slack.person(LIN);
    await lin.press(waiting, "campaign.edit");
    await slack.until(() => lin.modal(), "the form");
    await lin.type("短信内容", "会员日全场七折，欢迎到店");
    expect(await lin.submit()).toBe("closed");
    expect(await pressed(WANG, old, "campaign.approve")).toContain("改过");
    const again = await slack.until(() => card("旧按钮", "campaign.request"), "the draft again");
    expect(await pressed(LIN, again, "campaign.request")).toContain("已提交审批");
    const renewed = await slack.until(
      () => card("旧按钮", "campaign.approve"),
      "the card to approve",
    );
    const wang = slack.person(WANG);
    await Promise.all([
      wang.press(renewed, "campaign.approve"),
      wang.press(renewed, "campaign.approve"),
    ]);
    await slack.until(() => card("旧按钮", "已结算"), "it to be settled", LONG);
    const approvals = await world.app.core.store.audit.find({ action: "campaign.approve" });
    const campaign = await campaigns().findOne({ name: "旧按钮" });
    expect(approvals.filter(({ campaignId }) => campaignId === campaign?._id)).toHaveLength(1);
    expect(campaign?.counts).toMatchObject({ delivered: 1, failed: 0 });
  });

  test("approvers in both chats at the same instant: one approval, and both are answered", async () => {
    const { slack, telegram } = world;
    const draft = await drafted("13811110002", "同时审批");
    await pressed(LIN, draft, "campaign.request");
    const here = await slack.until(() => card("同时审批", "campaign.approve"), "the card in Slack");
    const there = await telegram.until(
      () =>
        telegram
          .messages(GROUP)
          .find(
            (m) => m.text.includes("同时审批") && m.keyboard?.flat().some((b) => b.text === "批准"),
          ),
      "the card in Telegram",
    );
    const chen = telegram.person(CHEN);
    await chen.press(there, "批准");
    const question = await telegram.until(
      () =>
        telegram
          .messages(GROUP)
          .find((m) => !m.deleted && m.keyboard?.flat().some((b) => b.callback_data === "no")),
      "to be asked once more",
    );
    const [told, toast] = await Promise.all([
      pressed(WANG, here, "campaign.approve"),
      chen.press(question, "批准"),
    ]);
    expect([told, toast].filter((answer) => answer?.includes("已批准群发"))).toHaveLength(1);
    const campaign = await campaigns().findOne({ name: "同时审批" });
    expect(Object.keys(campaign?.approvals ?? {}).length).toBeGreaterThanOrEqual(1);
    const quota = await world.app.core.store.quotas.findOne({});
    expect(quota?.granted).toBe(
      (quota?.free ?? 0) + (quota?.reserved ?? 0) + (quota?.charged ?? 0),
    );
    await slack.until(() => card("同时审批", "已结算"), "it to be settled", LONG);
  });

  test("a chat that is down gets everything when it is back, once", async () => {
    const { slack, telegram } = world;
    const draft = await drafted("13811110003", "断线");
    await telegram.goDown();
    await pressed(LIN, draft, "campaign.request");
    const here = await slack.until(() => card("断线", "campaign.approve"), "the card in Slack");
    await pressed(WANG, here, "campaign.approve");
    await slack.until(() => card("断线 · 最终结果"), "the summary in Slack", LONG);
    await telegram.comeBack();
    await telegram.until(
      () => telegram.messages(GROUP).some(({ text }) => text.includes("断线 · 最终结果")),
      "the summary in Telegram",
      LONG,
    );
    const summaries = telegram
      .messages(GROUP)
      .filter(({ text }) => text.includes("断线 · 最终结果"));
    expect(summaries).toHaveLength(1);
  });

  test("a draft made where the bot is not invited is kept, and says how to invite it", async () => {
    const { slack } = world;
    const lin = slack.person(LIN);
    slack.addChannel({ id: "C0OUTSIDE", name: "别处", botIn: false });
    await lin.command("C0OUTSIDE", "/sms draft");
    await slack.until(() => lin.modal(), "the form");
    await lin.type("名称", "没有邀请");
    await lin.type("短信内容", "会员日全场八折，欢迎到店");
    expect(await lin.submit()).toBe("closed");
    const told = () => [...lin.ephemerals("C0OUTSIDE"), ...lin.sees()];
    await slack.until(() => told().some(({ text }) => text.includes("/invite")), "to be told");
    expect(await campaigns().findOne({ name: "没有邀请" })).toMatchObject({ state: "draft" });
  });

  test("malformed and unsigned HTTP is refused and does nothing", async () => {
    const base = `http://127.0.0.1:${world.app.port}`;
    const post = (path: string, body: string) =>
      fetch(base + path, { method: "POST", body, headers: { "content-type": "application/json" } });
    const before = await world.app.core.store.receipts.count({});
    expect((await post("/providers/sim-a/receipts", '{"receipts":[]}')).status).toBe(401);
    expect((await post("/providers/sim-a/receipts", "{not json")).status).toBe(401);
    expect((await post("/providers/nobody/receipts", "{}")).status).toBe(404);
    expect((await post("/slack/events", "{}")).status).toBe(404);
    expect((await fetch(`${base}/health`)).status).toBe(200);
    expect(await (await fetch(`${base}/metrics`)).text()).toContain("qunfa_campaigns");
    expect(await world.app.core.store.receipts.count({})).toBe(before);
  });
});
