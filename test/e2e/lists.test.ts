import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MEMBERS_FILE } from "../demo/opening.ts";
import { CHANNEL, CHEN, GROUP, LIN, WANG, type World } from "../demo/world.ts";
import { ask, type House, openHouse, stores } from "./house.ts";
import { fillDraft, lastInGroup, newestCard, nextInGroup, pressedInSlack } from "./scenes.ts";

const LONG = 60_000;
const STAFF = "员工.csv";

describe.each(stores())("lists of numbers over $name", ({ mongodbUri }) => {
  let house: House;
  let world: World;

  beforeAll(async () => {
    house = await openHouse(mongodbUri);
    world = house.world;
    const bytes = new TextEncoder().encode("手机号\n13855550001\n13855550002\n");
    const lin = world.slack.person(LIN);
    const before = lin.sees(CHANNEL).length;
    await lin.upload(CHANNEL, { name: STAFF, bytes });
    await world.slack.until(() => lin.sees(CHANNEL).length > before + 1, "the list to be taken");
  }, LONG);
  afterAll(() => house.close(), LONG);

  const stored = () => world.app.core.store;
  const list = async (name: string) => {
    const found = await stored().lists.findOne({ name });
    if (found === undefined) throw new Error(`there is no list ${name}`);
    return found;
  };

  test("in Slack a draft leaves a list out, the card says so, and nobody on it is sent to", {
    timeout: LONG,
  }, async () => {
    const { slack } = world;
    const staff = await list(STAFF);
    const lin = await fillDraft(world, {
      name: "排除员工",
      text: "会员日全场八折，欢迎到店",
      numbers: "13855550001\n13855550003\n13855550004",
    });
    await lin.choose("排除名单", staff._id);
    await slack.until(() => lin.modal()?.text.includes("还要排除"), "the next list to leave out");
    expect(await lin.submit()).toBe("closed");
    const draft = await slack.until(() => newestCard(world, "排除员工"), "the card");
    expect(JSON.stringify(draft.blocks)).toContain(STAFF);
    await pressedInSlack(world, LIN, draft, "campaign.request");
    const waiting = await slack.until(
      () => newestCard(world, "排除员工", "campaign.approve"),
      "the card to approve",
    );
    expect(JSON.stringify(waiting.blocks)).toContain(`${STAFF}（排除 1 人）`);
    await pressedInSlack(world, WANG, waiting, "campaign.approve");
    await slack.until(() => newestCard(world, "排除员工", "已结算"), "it to be settled", LONG);
    const campaign = await stored().campaigns.findOne({ name: "排除员工" });
    expect(campaign).toMatchObject({
      excludedLists: [staff._id],
      counts: { audience: 3, excluded: 1, excludedBy: { excluded_by_list: 1 } },
    });
    const left = { campaignId: campaign?._id ?? "", phone: "+8613855550001" };
    expect(await stored().recipients.findOne(left)).toMatchObject({
      state: "excluded",
      exclusion: "excluded_by_list",
      submittedAt: null,
    });
    const accepted = world.carriers.map(
      ({ carrier }) => carrier.book(campaign?._id ?? "").accepted,
    );
    expect(accepted.reduce((sum, n) => sum + n)).toBe(2);
  });

  test("in Slack lists are shown, merged in a form, renamed, and deleted after one question", {
    timeout: LONG,
  }, async () => {
    const { slack } = world;
    const wang = slack.person(WANG);
    expect(await ask(world, WANG, "/sms lists")).toContain(MEMBERS_FILE);
    await wang.command(CHANNEL, "/sms lists merge");
    await slack.until(() => wang.modal(), "the form");
    await wang.choose("第 1 个名单", (await list(STAFF))._id);
    await wang.choose("第 2 个名单", (await list(MEMBERS_FILE))._id);
    await wang.type("新名单的名称", STAFF);
    expect(["errors", "updated"]).toContain(await wang.submit());
    await slack.until(
      () => JSON.stringify(wang.modal()?.errors).includes("已经有名单"),
      "the clash",
    );
    await wang.type("新名单的名称", "全部");
    expect(await wang.submit()).toBe("closed");
    await expect.poll(() => stored().lists.findOne({ name: "全部" })).toMatchObject({ tags: [] });
    const merged = await list("全部");
    expect(merged.valid).toBeLessThan((await list(MEMBERS_FILE)).rows + 2);
    expect(merged.valid).toBeGreaterThan(200);
    const before = wang.ephemerals(CHANNEL).length;
    await wang.command(CHANNEL, "/sms lists show 全部");
    const card = await slack.until(() => wang.ephemerals(CHANNEL).slice(before).at(-1), "the list");
    expect((await pressedInSlack(world, WANG, card, "lists.delete")).text).toContain("已删除");
    expect(await stored().lists.findOne({ name: "全部" })).toBeUndefined();
  });

  test("in Telegram leaving out is not asked but offered at the end, and lists are looked at by button", {
    timeout: LONG,
  }, async () => {
    const last = () => lastInGroup(world);
    const next = (act: () => unknown) => nextInGroup(world, act);
    const chen = world.telegram.person(CHEN);
    const answer = (text: string) => {
      const prompt = last();
      return next(() => chen.say(GROUP, text, prompt));
    };
    const press = (label: string) => {
      const prompt = last();
      return next(() => chen.press(prompt, label));
    };
    const shown = await next(() => chen.say(GROUP, "/lists"));
    expect(shown.text).toContain(STAFF);
    expect((await press(STAFF)).text).toContain("138****0001");

    expect((await next(() => chen.say(GROUP, "/draft"))).text).toContain("（1/4）");
    await answer("电报排除");
    await answer("周末全场八折，到店有礼");
    await press("粘贴号码");
    expect((await answer("13855550002，13855550008")).text).toContain("定时发送");
    expect((await press("跳过")).text).toContain("排除名单: 不排除");
    expect((await press("✏️ 排除名单")).text).toContain("不会收到");
    const review = await press(STAFF);
    expect(review.text).toContain(`排除名单: ${STAFF}`);
    expect(review.text).toContain("还要排除: 不排除");
    await press("保存草稿");
    await expect
      .poll(() => stored().campaigns.findOne({ name: "电报排除" }))
      .toMatchObject({ excludedLists: [(await list(STAFF))._id] });
    const draft = await world.telegram.until(
      () => world.telegram.messages(GROUP).find(({ text }) => text.includes("#2 电报排除")),
      "the card",
    );
    await chen.press(draft, "提交审批");
    await expect
      .poll(() => stored().campaigns.findOne({ name: "电报排除" }))
      .toMatchObject({ counts: { pending: 1, excludedBy: { excluded_by_list: 1 } } });
  });
});
