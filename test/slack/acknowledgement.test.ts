import { describe, expect, test } from "vitest";
import type { Answer, FormOutcome } from "../../src/chat/answer.ts";
import { type House, openHouse, textForm } from "./house.ts";

/** Each test waits real seconds for Slack's deadlines, so that they run side by side, each in its own house. */
const inHouse = (work: (house: House) => Promise<void>) => async () => {
  const house = await openHouse();
  try {
    await work(house);
  } finally {
    await house.close();
  }
};

function later<T>() {
  let give: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { promise, give };
}

const done = (text: string): FormOutcome => ({
  kind: "done",
  answer: { kind: "notice", tone: "success", text },
});

describe.concurrent("Slack gives three seconds", () => {
  test(
    "a command is acknowledged at once, however long its answer takes",
    inHouse(async ({ slack, desk }) => {
      const answer = later<Answer>();
      desk.onCommand = () => answer.promise;
      const anna = slack.person("U0ANNA");
      const before = Date.now();
      expect(await anna.command("C1", "/sms list")).toBe(true);
      expect(Date.now() - before).toBeLessThan(1_000);
      answer.give({ kind: "notice", tone: "info", text: "三个群发" });
      const said = await slack.until(() => anna.ephemerals("C1")[0], "the answer");
      expect(said.text).toContain("三个群发");
      expect(slack.person("U0BEN").sees("C1")).toEqual([]);
    }),
  );

  test(
    "a submission in time shows its faults under the fields, and nothing is lost",
    inHouse(async ({ slack, desk }) => {
      const anna = slack.person("U0ANNA");
      desk.onCommand = () => ({ kind: "form", form: textForm() });
      await anna.command("C1", "/sms draft");
      await slack.until(() => anna.modal());
      await anna.type("text", "加V信");
      desk.onSubmit = () => ({ kind: "faults", faults: { text: "引导加微信" } });
      expect(await anna.submit()).toBe("errors");
      expect(anna.modal()?.errors).toEqual({ "f:text": "引导加微信" });

      await anna.type("text", "全场五折");
      desk.onSubmit = () => done("已保存");
      expect(await anna.submit()).toBe("closed");
      expect(desk.of("submit").map((h) => h.values.text)).toEqual([
        { kind: "text", text: "加V信" },
        { kind: "text", text: "全场五折" },
      ]);
    }),
  );

  test(
    "a fault of no field is shown on top of the form",
    inHouse(async ({ slack, desk }) => {
      const anna = slack.person("U0ANNA");
      desk.onCommand = () => ({ kind: "form", form: textForm() });
      await anna.command("C1", "/sms draft");
      await slack.until(() => anna.modal());
      await anna.type("text", "全场五折");
      desk.onSubmit = () => ({ kind: "faults", faults: { form: "余额不足，还差 200 条" } });
      expect(await anna.submit()).toBe("updated");
      expect(anna.modal()?.text).toContain("余额不足，还差 200 条");
      expect(anna.modal()?.entered["f:text"]).toMatchObject({ value: "全场五折" });
    }),
  );

  test(
    "a slow submission is told to wait, and its result comes to the window and the channel",
    inHouse(async ({ slack, desk }) => {
      const anna = slack.person("U0ANNA");
      desk.onCommand = () => ({ kind: "form", form: textForm() });
      await anna.command("C1", "/sms draft");
      await slack.until(() => anna.modal());
      await anna.type("text", "全场五折");
      const outcome = later<FormOutcome>();
      desk.onSubmit = () => outcome.promise;
      expect(await anna.submit()).toBe("updated");
      expect(anna.modal()?.text).toContain("正在处理");
      expect(slack.failures).toEqual([]);
      const progress = { done: 40, total: 100, label: "已读 4,000 行" };
      const { show } = desk.of("submit")[0]?.invocation ?? {};
      show?.({ title: "正在读取", tone: "info", progress });
      await slack.until(() => anna.modal()?.text.includes("已读 4,000 行"), "how it goes");

      outcome.give(done("已提交审批"));
      await slack.until(() => anna.modal()?.text.includes("已完成"), "the finished window");
      const said = await slack.until(() => anna.ephemerals("C1").at(-1), "the answer");
      expect(said.text).toContain("已提交审批");
    }),
  );

  test(
    "a slow submission with faults gets its form back with what was entered",
    inHouse(async ({ slack, desk }) => {
      const anna = slack.person("U0ANNA");
      const form = textForm({
        fields: [
          ...textForm().fields,
          { name: "audience", label: "收信人", kind: "file", extensions: ["csv"], optional: true },
        ],
      });
      desk.onCommand = () => ({ kind: "form", form });
      desk.onChange = () => form;
      await anna.command("C1", "/sms draft");
      await slack.until(() => anna.modal());
      await anna.type("text", "加V信");
      const outcome = later<FormOutcome>();
      desk.onSubmit = () => outcome.promise;
      await anna.submit();
      outcome.give({ kind: "faults", faults: { text: "引导加微信" } });
      await slack.until(() => anna.modal()?.text.includes("引导加微信"), "the form with faults");
      expect(anna.modal()?.text).toContain("请重新选择文件");
      expect(anna.modal()?.entered["f:text"]).toMatchObject({ value: "加V信" });

      desk.onSubmit = () => done("已保存");
      await anna.type("text", "全场五折");
      expect(await anna.submit()).toBe("closed");
      expect(desk.of("submit")[1]).toMatchObject({ text: "draft", args: ["r1"] });
    }),
  );

  test(
    "a slow submission whose window was closed still tells its faults",
    inHouse(async ({ slack, desk }) => {
      const anna = slack.person("U0ANNA");
      desk.onCommand = () => ({ kind: "form", form: textForm() });
      await anna.command("C1", "/sms draft");
      await slack.until(() => anna.modal());
      await anna.type("text", "加V信");
      const outcome = later<FormOutcome>();
      desk.onSubmit = () => outcome.promise;
      await anna.submit();
      await anna.closeModal();
      outcome.give({ kind: "faults", faults: { text: "引导加微信" } });
      const said = await slack.until(() => anna.ephemerals("C1").at(-1), "the fault");
      expect(said.text).toContain("引导加微信");
      expect(desk.of("cancel")).toEqual([]);
    }),
  );

  test(
    "a form that comes too late for its trigger waits behind a button",
    inHouse(async ({ slack, desk }) => {
      const anna = slack.person("U0ANNA");
      const form = later<Answer>();
      desk.onCommand = () => form.promise;
      await anna.command("C1", "/sms draft");
      await new Promise((resolve) => setTimeout(resolve, 3_100));
      form.give({ kind: "form", form: textForm() });
      const offer = await slack.until(() => anna.ephemerals("C1")[0], "the button");
      expect(anna.modal()).toBeUndefined();
      await anna.press(offer, "打开表单");
      await slack.until(() => anna.modal(), "the modal");
      expect(desk.of("action")).toEqual([]);
    }),
  );
});

test("closing a form tells the desk once", async () => {
  await inHouse(async ({ slack, desk }) => {
    const anna = slack.person("U0ANNA");
    desk.onCommand = () => ({ kind: "form", form: textForm() });
    await anna.command("C1", "/sms draft");
    await slack.until(() => anna.modal());
    await anna.closeModal();
    await slack.until(() => desk.of("cancel").length === 1, "the cancel");
    expect(desk.of("cancel")[0]).toMatchObject({ text: "draft", args: ["r1"] });
  })();
});

test("stopping waits for the work that was acknowledged", async () => {
  const house = await openHouse();
  const { slack, desk, adapter } = house;
  const answer = later<Answer>();
  desk.onCommand = () => answer.promise;
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms list");
  await expect.poll(() => desk.of("command").length).toBe(1);
  const stopped = adapter.stop();
  answer.give({ kind: "notice", tone: "info", text: "三个群发" });
  await stopped;
  expect(anna.ephemerals("C1")).toHaveLength(1);
  await slack.close();
});
