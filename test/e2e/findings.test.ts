import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHANNEL, CHEN, GROUP, LIN, WANG, type World } from "../demo/world.ts";
import type { EmulatedMessage as SlackMessage } from "../emulators/slack/slack-emulator.ts";
import { ask, type House, openHouse, stores } from "./house.ts";
import { fillDraft, lastInGroup, newestCard, nextInGroup, pressedInSlack } from "./scenes.ts";

const LONG = 60_000;
const LINKED = "会员日全场八折，详情见 https://shop.example.cn/vip";

describe.each(stores())("findings in the chats over $name", ({ mongodbUri }) => {
  let house: House;
  let world: World;

  beforeAll(async () => {
    house = await openHouse(mongodbUri);
    world = house.world;
  }, LONG);
  afterAll(() => house.close(), LONG);

  const campaign = async (name: string) => {
    const found = await world.app.core.store.campaigns.findOne({ name });
    if (found === undefined) throw new Error(`there is no campaign ${name}`);
    return found;
  };

  const inGroup = () => lastInGroup(world);
  const next = (act: () => unknown) => nextInGroup(world, act);
  const chen = () => world.telegram.person(CHEN);
  const pressed = (person: string, message: SlackMessage, action: string) =>
    pressedInSlack(world, person, message, action);
  const card = (name: string) => newestCard(world, name);

  async function draftInSlack(name: string, text: string, numbers: string): Promise<SlackMessage> {
    const lin = await fillDraft(world, { name, text, numbers });
    const told = lin.ephemerals(CHANNEL).length;
    expect(await lin.submit()).toBe("closed");
    await world.slack.until(() => lin.ephemerals(CHANNEL).length > told, "to be told");
    return world.slack.until(() => card(name), "the card");
  }

  test("in Slack a button puts the suggested wording into the draft while it is typed", async () => {
    const { slack } = world;
    const lin = slack.person(LIN);
    await lin.command(CHANNEL, "/sms draft");
    await slack.until(() => lin.modal(), "the form");
    await lin.type("名称", "建议写法");
    await lin.type("短信内容", "會員日★全场八折，到店有礼");
    await slack.until(() => lin.modal()?.text.includes("采用建议写法"), "the offer");
    await lin.press("modal", "采用建议写法");
    const entered = () => JSON.stringify(lin.modal()?.entered);
    await slack.until(() => entered().includes("会员日全场八折，到店有礼"), "the better wording");
    expect(lin.modal()?.text).not.toContain("采用建议写法");
    // What is typed on top of it is kept, and is what is saved.
    await lin.type("短信内容", "会员日全场八折，到店有好礼");
    await slack.until(() => entered().includes("到店有好礼"), "what was typed");
    await lin.choose("发给谁", "paste");
    await slack.until(() => lin.modal()?.text.includes("每行一个"), "the field for numbers");
    await lin.type("粘贴号码", "13800138001");
    expect(await lin.submit()).toBe("closed");
    await slack.until(() => card("建议写法"), "the card");
    expect((await campaign("建议写法")).text).toBe("会员日全场八折，到店有好礼");
  });

  test("in Telegram likewise, after each message", async () => {
    await next(() => chen().say(GROUP, "/draft"));
    await next(() => chen().say(GROUP, "电报建议", inGroup()));
    const warned = await next(() => chen().say(GROUP, "會員日★全场八折", inGroup()));
    expect(warned.text).toContain("繁体字");
    const better = await next(() => chen().press(warned, "采用建议写法"));
    expect(better.text).toContain("发给谁");
    await next(() => chen().press(better, "粘贴号码"));
    await next(() => chen().say(GROUP, "13800138002", inGroup()));
    await next(() => chen().press(inGroup(), "跳过"));
    await chen().press(inGroup(), "保存草稿");
    await expect
      .poll(() => world.app.core.store.campaigns.findOne({ name: "电报建议" }))
      .toMatchObject({ text: "会员日全场八折" });
  });

  test("a draft's card marks the places, and a button mends the draft", async () => {
    const drafted = await draftInSlack("卡片修改", "會員日全场八折【限时】三天", "13800138003");
    expect(JSON.stringify(drafted.blocks)).toContain("繁体字");
    expect((await pressed(LIN, drafted, "review.mend")).text).toContain("已采用建议写法");
    expect(await campaign("卡片修改")).toMatchObject({
      text: "会员日全场八折“限时”三天",
      version: 2,
    });
    // The button of the version before answers that it changed, and does nothing.
    expect((await pressed(LIN, drafted, "review.mend")).text).toContain("改过");
  });

  test("whether a link is registered is asked once: the answer is remembered for the next text", async () => {
    const { slack } = world;
    const lin = slack.person(LIN);
    const before = await ask(world, LIN, `/sms check ${LINKED}`);
    expect(before).toContain("报备过吗");
    const answer = lin.ephemerals(CHANNEL).at(-1);
    if (answer === undefined) throw new Error("no answer");
    await lin.press(answer, "review.handle");
    await slack.until(() => lin.modal(), "the form");
    await lin.choose("怎么处理", "registered");
    const told = lin.ephemerals(CHANNEL).length;
    await lin.submit();
    await slack.until(() => lin.ephemerals(CHANNEL).length > told, "to be told");
    const after = await ask(world, LIN, `/sms check ${LINKED}`);
    expect(after).toContain("已报备（小林 确认）");
    expect(after).not.toContain("报备过吗");
  });

  test("a finding is silenced by an approver from the finding itself, listed, and lifted", async () => {
    const TEXT = "会员日全网第一的价格";
    await ask(world, LIN, `/sms check ${TEXT}`);
    const silenceAs = async (person: string) => {
      const who = world.slack.person(person);
      await ask(world, person, `/sms check ${TEXT}`);
      const answer = who.ephemerals(CHANNEL).at(-1);
      if (answer === undefined) throw new Error("no answer");
      await who.press(answer, "review.handle");
      await world.slack.until(() => who.modal(), "the form");
      await who.choose("怎么处理", "phrase");
      const told = who.ephemerals(CHANNEL).length;
      await who.submit();
      return world.slack.until(
        () => who.ephemerals(CHANNEL).slice(told).at(-1)?.text,
        "to be told",
      );
    };
    expect(await silenceAs(LIN)).toContain("审批人");
    expect(await ask(world, LIN, `/sms check ${TEXT}`)).toContain("全网第一");
    expect(await silenceAs(WANG)).toContain("不再提示");
    expect(await ask(world, LIN, `/sms check ${TEXT}`)).toContain("另有 1 条预警已被静默");
    expect(await ask(world, LIN, "/sms silence")).toContain("1. 全网第一 (ad_law.absolute) · 王姐");
    expect(await ask(world, WANG, "/sms silence lift 1")).toContain("会重新提示");
    expect(await ask(world, LIN, "/sms silence")).toContain("没有静默");
  });

  test("in Telegram an approver accepts the findings at risk by name before the campaign goes", async () => {
    const text = "会员日全场八折，详情见 https://other.example.cn/vip";
    const drafted = await draftInSlack("有风险", text, "13800138004");
    await pressed(LIN, drafted, "campaign.request");
    const asked = await world.telegram.until(
      () =>
        world.telegram
          .messages(GROUP)
          .find(
            (m) =>
              m.text.includes("有风险") && m.keyboard?.flat().some((b) => b.text.includes("批准")),
          ),
      "the card in Telegram",
      LONG,
    );
    const question = await next(() => chen().press(asked, "批准"));
    expect(question.text).toContain("处风险预警，仍要发送吗");
    expect(question.text).toContain("https://other.example.cn/vip");
    expect((await campaign("有风险")).state).toBe("awaiting_approval");
    await chen().press(question, "处风险并批准");
    await expect
      .poll(async () => Object.values((await campaign("有风险")).approvals))
      .toMatchObject([{ name: "老陈", acceptedRisks: 1 }]);
  });
});
