import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHEN, GROUP, type World } from "../demo/world.ts";
import { type House, openHouse, stores } from "./house.ts";
import { lastInGroup, nextInGroup } from "./scenes.ts";

const LONG = 60_000;
const STRANGER = 990_001;

describe.each(stores())(
  "drafting in Telegram, one question at a time, over $name",
  ({ mongodbUri }) => {
    let house: House;
    let world: World;

    beforeAll(async () => {
      house = await openHouse(mongodbUri);
      world = house.world;
      world.telegram.addPerson({ id: STRANGER, name: "路人" });
      world.telegram.state.chats.get(GROUP)?.members.add(STRANGER);
    }, LONG);
    afterAll(() => house.close(), LONG);

    const last = () => lastInGroup(world);
    const next = (act: () => unknown) => nextInGroup(world, act);
    const chen = () => world.telegram.person(CHEN);
    const answer = (text: string) => {
      const prompt = last();
      return next(() => chen().say(GROUP, text, prompt));
    };
    const press = (label: string) => {
      const prompt = last();
      return next(() => chen().press(prompt, label));
    };

    test("shows findings after the message, takes a better one, mends bad answers, and loses nothing", async () => {
      expect((await next(() => chen().say(GROUP, "/draft"))).text).toContain("名称");
      expect((await answer("周末活动")).text).toContain("短信内容");
      const warned = await answer("周末全场八折，加V信领好礼");
      expect(warned.text).toContain("引导加微信");
      expect(warned.text).toContain("加V信领好礼");
      const clean = await answer("周末全场八折，到店有礼");
      expect(clean.text).not.toContain("引导加微信");
      expect(clean.text).toContain("发给谁");
      expect((await answer("随便")).text).toContain("请点下面的选项");
      expect((await press("粘贴号码")).text).toContain("粘贴号码");
      expect((await answer("13955550001，13955550002")).text).toContain("定时发送");
      expect((await answer("下周吧")).text).toContain("看不懂这个时间");
      const review = await press("跳过");
      expect(review.text).toContain("周末活动");
      expect(review.text).toContain("到店有礼");
      // A change from the review comes back to it.
      expect((await press("✏️ 名称")).text).toContain("名称");
      expect((await answer("周末八折")).text).toContain("请确认");
      await press("保存草稿");
      await expect
        .poll(() => world.app.core.store.campaigns.findOne({ name: "周末八折" }))
        .toMatchObject({ state: "draft", text: "周末全场八折，到店有礼" });
    });

    test("a form belongs to whoever began it: others' presses and messages don't touch it", async () => {
      const prompt = await next(() => chen().say(GROUP, "/draft"));
      const stranger = world.telegram.person(STRANGER);
      expect(await stranger.press(prompt, "取消")).toContain("已经结束");
      stranger.say(GROUP, "我来填", prompt);
      const asked = await next(() => chen().say(GROUP, "真正的名称", prompt));
      expect(asked.text).toContain("短信内容");
      expect(await chen().press(last(), "取消")).toContain("已取消");
    });

    test("a fault brings one back to its field with everything else kept", async () => {
      await next(() => chen().say(GROUP, "/draft"));
      await answer("号码都不对");
      await answer("周末全场八折，到店有礼");
      await press("粘贴号码");
      await answer("12345");
      await press("跳过");
      const back = await press("保存草稿");
      expect(back.text).toContain("没有一个有效的手机号");
      expect((await answer("13955550009")).text).toContain("号码都不对");
      expect(await chen().press(last(), "取消")).toContain("已取消");
    });

    test("an update that is delivered twice is acted on once", async () => {
      const before = await world.app.core.store.campaigns.count({});
      world.telegram.person(CHEN).say(GROUP, "/list");
      world.telegram.repeatUpdate();
      await world.telegram.until(() => last().text.includes("最近的群发"), "the list");
      await next(() => chen().say(GROUP, "/balance"));
      const lists = world.telegram
        .messages(GROUP)
        .filter(({ text }) => text.includes("最近的群发"));
      expect(lists).toHaveLength(1);
      expect(await world.app.core.store.campaigns.count({})).toBe(before);
    });
  },
);
