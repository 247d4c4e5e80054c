import { afterEach, beforeEach, expect, test } from "vitest";
import { textOf } from "../emulators/slack/slack-emulator.ts";
import { type House, openHouse, textForm } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const notice = (text: string) => ({ kind: "notice", tone: "info", text }) as const;

test("an answer is for the person who asked, in the channel, escaped", async () => {
  const { slack, desk } = house;
  desk.onCommand = () => notice("a < b & *c*");
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms check a &lt; b");
  const said = await slack.until(() => anna.ephemerals("C1")[0], "the answer");
  expect(textOf(said.blocks)).toContain("a < b & *c*");
  expect(said.text).toContain("a &lt; b &amp; *c*");
  expect(slack.person("U0BEN").sees("C1")).toEqual([]);
  expect(desk.of("command")[0]?.text).toBe("check a < b");
});

test("an answer reaches a channel the bot is not in", async () => {
  const { slack, desk } = house;
  slack.addChannel({ id: "C9", botIn: false });
  desk.onCommand = () => notice("好");
  const anna = slack.person("U0ANNA");
  await anna.command("C9", "/sms help");
  await slack.until(() => anna.ephemerals("C9")[0], "the answer");
});

test("when a response_url no longer works, an ephemeral message does", async () => {
  const { slack, desk } = house;
  slack.statusNext("response_url", 404);
  desk.onCommand = () => notice("好");
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms help");
  await slack.until(() => anna.ephemerals("C1")[0], "the answer");
  expect(slack.calls.some((c) => c.method === "chat.postEphemeral")).toBe(true);
});

test("a submission's answer goes to the person's direct messages where the channel has no bot", async () => {
  const { slack, desk } = house;
  slack.addChannel({ id: "C9", botIn: false });
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  const anna = slack.person("U0ANNA");
  await anna.command("C9", "/sms draft");
  await slack.until(() => anna.modal());
  await anna.type("text", "全场五折");
  desk.onSubmit = () => ({ kind: "done", answer: notice("已保存") });
  await anna.submit();
  const said = await slack.until(() => anna.sees()[0], "the direct message");
  expect(said.text).toContain("已保存");
});

test("a submitted form may be followed by another in the same window", async () => {
  const { slack, desk } = house;
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms draft");
  await slack.until(() => anna.modal());
  await anna.type("text", "全场五折");
  desk.onSubmit = () => ({
    kind: "done",
    answer: { kind: "form", form: textForm({ id: "audience", ref: "r2", title: "选收信人" }) },
  });
  expect(await anna.submit()).toBe("updated");
  expect(anna.modal()?.view.title.text).toBe("选收信人");
});

test("a button may open a form", async () => {
  const { slack, desk } = house;
  desk.onCommand = () => ({
    kind: "card",
    card: {
      title: "双11",
      tone: "info",
      actions: [{ id: "campaign.reject", args: ["c1"], label: "驳回", style: "danger" }],
    },
  });
  desk.onAction = () => ({ kind: "form", form: textForm({ id: "reject", title: "驳回原因" }) });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms show");
  const message = await slack.until(() => anna.ephemerals("C1")[0], "the card");
  await anna.press(message, "驳回");
  await slack.until(() => anna.modal()?.view.title.text === "驳回原因", "the form");
});

test("a file goes to the person alone", async () => {
  const { slack, desk } = house;
  const content = Buffer.from("13800138000,空号\n");
  desk.onCommand = () => ({ kind: "file", name: "failures.csv", content, note: "失败明细" });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms failures");
  const message = await slack.until(() => anna.sees()[0], "the file");
  expect(message.text).toBe("失败明细");
  expect(Buffer.from(message.files[0]?.bytes ?? [])).toEqual(content);
  await slack.until(() => anna.ephemerals("C1")[0]?.text.includes("failures.csv"), "the pointer");
  expect(slack.person("U0BEN").sees("C1")).toEqual([]);
});

test("an empty file is said to be empty instead of sent", async () => {
  const { slack, desk } = house;
  const content = new Uint8Array();
  desk.onCommand = () => ({ kind: "file", name: "failures.csv", content, note: "" });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms failures");
  const said = await slack.until(() => anna.ephemerals("C1")[0], "the word");
  expect(said.text).toContain("空的");
});

test("a file that Slack does not take is explained", async () => {
  const { slack, desk } = house;
  slack.scopes.delete("files:write");
  const content = Buffer.from("x");
  desk.onCommand = () => ({ kind: "file", name: "failures.csv", content, note: "" });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms failures");
  const said = await slack.until(() => anna.ephemerals("C1")[0], "the reason");
  expect(said.text).toContain("files:write");
});

test("a card's picture goes to the person's direct messages, and the card says so", async () => {
  const { slack, desk } = house;
  desk.onCommand = () => ({
    kind: "card",
    card: {
      title: "结算",
      tone: "success",
      image: { png: new Uint8Array([1, 2, 3]), alt: "送达率" },
    },
  });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms show");
  const said = await slack.until(() => anna.ephemerals("C1")[0], "the card");
  expect(textOf(said.blocks)).toContain("图片已发到你与机器人的私信");
  await slack.until(() => anna.sees()[0]?.files[0], "the picture");
});

test("an answer Slack can't show is said to be too much, in the person's language", async () => {
  const { slack, desk } = house;
  desk.onCommand = () => ({
    kind: "card",
    card: { title: "x", tone: "info", actions: [{ id: "a", args: [], label: "长".repeat(90) }] },
  });
  const ben = slack.person("U0BEN");
  await ben.command("C1", "/sms show");
  const said = await slack.until(() => ben.ephemerals("C1")[0], "the word");
  expect(said.text).toContain("more than Slack can show");
});
