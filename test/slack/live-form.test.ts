import { afterEach, expect, test } from "vitest";
import type { Form, FormValues } from "../../src/chat/form.ts";
import { type House, openHouse, textForm } from "./house.ts";

let house: House;
afterEach(() => house.close());

/** The form with what was typed repeated as a finding, to see which change it is about. */
const echo = (values: FormValues): Form =>
  textForm({
    fields: textForm().fields.map((field) => ({
      ...field,
      notices: [
        {
          tone: "warning",
          text: [`看过：${values.text?.kind === "text" ? values.text.text : ""}`],
        },
      ],
    })),
  });

async function typing() {
  house = await openHouse();
  const { slack, desk } = house;
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms draft");
  await slack.until(() => anna.modal(), "the modal");
  return { slack, desk, anna, modal: () => anna.modal() };
}

test("what was typed stays when findings come in", async () => {
  const { slack, desk, anna, modal } = await typing();
  desk.onChange = echo;
  await anna.type("text", "全场五折");
  await slack.until(() => modal()?.text.includes("看过：全场五折"), "the finding");
  expect(modal()?.entered["f:text"]).toMatchObject({ value: "全场五折" });
});

test("typed fast, the last text is what the findings are about, and texts in between may be skipped", async () => {
  const { slack, desk, anna, modal } = await typing();
  desk.onChange = async (values) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return echo(values);
  };
  const text = "双十一全场五折加微信领取";
  const events = [...text].map((_, i) => anna.type("text", text.slice(0, i + 1)));
  await Promise.all(events);
  await slack.until(() => modal()?.text.includes(`看过：${text}`), "the last finding");
  expect(modal()?.entered["f:text"]).toMatchObject({ value: text });
  expect(desk.of("change").length).toBeLessThan(text.length);
  expect(slack.calls.filter((c) => c.error === "hash_conflict")).toEqual([]);
});

test("an update that lost to a newer one is dropped without a word", async () => {
  const { slack, desk, anna, modal } = await typing();
  desk.onChange = echo;
  slack.failNext("views.update", "hash_conflict");
  await anna.type("text", "一");
  await slack.until(() => slack.calls.some((c) => c.error === "hash_conflict"), "the conflict");
  await anna.type("text", "一二");
  await slack.until(() => modal()?.text.includes("看过：一二"), "the next finding");
  expect(house.lines.filter((l) => l.level >= 50)).toEqual([]);
});

test("findings that did not change cost no call", async () => {
  const { slack, desk, anna } = await typing();
  desk.onChange = () => textForm();
  await anna.type("text", "全场");
  await anna.type("text", "全场五折");
  await expect.poll(() => desk.of("change").length).toBe(2);
  expect(slack.calls.filter((c) => c.method === "views.update")).toEqual([]);
});

test("a busy Slack gets the latest findings when it is ready", async () => {
  const { slack, desk, anna, modal } = await typing();
  desk.onChange = echo;
  slack.limitNext("views.update", 1);
  await anna.type("text", "加微信");
  await slack.until(() => modal()?.text.includes("看过：加微信"), "the finding");
});

test("a form that no longer exists says so in its window", async () => {
  const { slack, desk, anna, modal } = await typing();
  desk.onChange = () => undefined;
  await anna.type("text", "全场五折");
  await slack.until(() => modal()?.text.includes("已失效"), "the word");
});

test("fields Slack leaves out after an update keep their initial value", async () => {
  house = await openHouse();
  const { slack, desk } = house;
  const form: Form = textForm({
    fields: [
      ...textForm().fields,
      { name: "note", label: "备注", kind: "text", initial: "双11" },
      {
        name: "provider",
        label: "服务商",
        kind: "choice",
        options: [
          { value: "a", label: "甲" },
          { value: "b", label: "乙" },
        ],
        initial: "b",
      },
      {
        name: "at",
        label: "时间",
        kind: "time",
        initial: 1_795_000_020_000,
        timeZone: "Asia/Shanghai",
      },
    ],
  });
  desk.onCommand = () => ({ kind: "form", form });
  desk.onChange = () => ({ ...form, notices: [{ tone: "info", text: ["在看"] }] });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms draft");
  await slack.until(() => anna.modal());
  await anna.type("text", "全场五折");
  await slack.until(() => anna.modal()?.text.includes("在看"));
  await anna.submit();
  expect(desk.of("submit")[0]?.values).toEqual({
    text: { kind: "text", text: "全场五折" },
    note: { kind: "text", text: "双11" },
    provider: { kind: "choice", value: "b" },
    at: { kind: "time", at: 1_795_000_020_000 },
  });
});

test("a cleared text is empty, not left out", async () => {
  const { desk, anna } = await typing();
  await anna.type("text", "全场五折");
  await anna.type("text", "");
  await expect
    .poll(() => desk.of("change").at(-1)?.values)
    .toEqual({ text: { kind: "text", text: "" } });
});
