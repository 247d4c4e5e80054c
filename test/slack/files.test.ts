import { afterEach, beforeEach, expect, test } from "vitest";
import { isSlackUrl } from "../../adapters/slack/slack-url.ts";
import type { IncomingFile } from "../../src/chat/form.ts";
import { type House, openHouse, textForm } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const CSV = { name: "numbers.csv", bytes: Buffer.from("手机号\n13800138000\n") };

async function read(file: IncomingFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test("a file dropped in a channel reaches the desk, and its answer the person", async () => {
  const { slack, desk } = house;
  const contents: string[] = [];
  desk.onFile = async (file) => {
    contents.push(await read(file));
    return { kind: "notice", tone: "success", text: `读到 ${file.size} 字节` };
  };
  const anna = slack.person("U0ANNA");
  await anna.upload("C1", CSV);
  const said = await slack.until(() => anna.ephemerals("C1")[0], "the answer");
  expect(said.text).toContain(`读到 ${CSV.bytes.length} 字节`);
  expect(contents).toEqual([CSV.bytes.toString()]);
  expect(desk.of("file")[0]?.invocation.who).toMatchObject({
    userId: "U0ANNA",
    displayName: "anna",
  });
});

test("a form for a dropped file opens by a button, for the event brings no trigger", async () => {
  const { slack, desk } = house;
  desk.onFile = () => ({ kind: "form", form: textForm() });
  const anna = slack.person("U0ANNA");
  await anna.upload("C1", CSV);
  const offer = await slack.until(() => anna.ephemerals("C1")[0], "the button");
  await anna.press(offer, "打开表单");
  await slack.until(() => anna.modal(), "the form");
});

test("a file attached to a form is read with the submission", async () => {
  const { slack, desk } = house;
  const form = textForm({
    fields: [{ name: "audience", label: "收信人", kind: "file", extensions: [".csv"] }],
  });
  desk.onCommand = () => ({ kind: "form", form });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms draft");
  await slack.until(() => anna.modal());
  expect(await anna.submit()).toBe("invalid");
  await anna.attach("audience", CSV);
  await anna.submit();
  const { audience } = desk.of("submit")[0]?.values ?? {};
  if (audience?.kind !== "file" || audience.files[0] === undefined) throw new Error("no file");
  expect(audience.files[0]).toMatchObject({ name: "numbers.csv", size: CSV.bytes.length });
  expect(await read(audience.files[0])).toBe(CSV.bytes.toString());
});

test("files of our own are none of the desk's business", async () => {
  const { slack, desk, adapter } = house;
  const content = Buffer.from("x");
  desk.onCommand = () => ({ kind: "file", name: "failures.csv", content, note: "" });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms failures");
  await slack.until(() => anna.sees()[0], "the file");
  await adapter.stop();
  expect(desk.of("file")).toEqual([]);
});

test("Slack's sign-in page is not taken for the file: the missing right is named", async () => {
  const { slack, desk } = house;
  let told = "";
  desk.onFile = async (file) => {
    slack.scopes.delete("files:read");
    told = await read(file).catch((error: Error) => error.message);
    return { kind: "nothing" };
  };
  await slack.person("U0ANNA").upload("C1", CSV);
  await expect.poll(() => told).toContain("files:read");
});

test("our token goes to Slack's own addresses only", () => {
  expect(isSlackUrl("https://files.slack.com/files-pri/T1-F1/a.csv", undefined)).toBe(true);
  expect(isSlackUrl("http://files.slack.com/a.csv", undefined)).toBe(false);
  expect(isSlackUrl("https://files.slack.com.evil.cn/a.csv", undefined)).toBe(false);
  expect(isSlackUrl("https://evilslack.com/a.csv", undefined)).toBe(false);
  expect(isSlackUrl("not a url", undefined)).toBe(false);
});

test("how the reading of a dropped file goes is shown while it lasts, and taken away at the end", async () => {
  const { slack, desk } = house;
  let finish = () => {};
  const reading = new Promise<void>((resolve) => {
    finish = resolve;
  });
  desk.onFile = async () => {
    await reading;
    return { kind: "notice", tone: "success", text: "读完了" };
  };
  const anna = slack.person("U0ANNA");
  await anna.upload("C1", CSV);
  await expect.poll(() => desk.of("file").length).toBe(1);
  const progress = { done: 40, total: 100, label: "已读 4,000 行" };
  desk.of("file")[0]?.invocation.show?.({ title: "正在读取", tone: "info", progress });
  const running = () => slack.messages("C1").find(({ text }) => text.includes("已读 4,000 行"));
  await slack.until(running, "the progress");
  finish();
  await slack.until(() => anna.ephemerals("C1")[0]?.text.includes("读完了"), "the answer");
  expect(running()?.deleted).toBe(true);
});
