import { afterEach, expect, test } from "vitest";
import { type House, openHouse, textForm } from "./house.ts";

let house: House;
afterEach(() => house.close());

test("a command opens a form, typing shows findings, and submitting says so in the channel", async () => {
  house = await openHouse();
  const { slack, desk } = house;
  const anna = slack.person("U0ANNA");
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  expect(await anna.command("C1", "/sms draft")).toBe(true);
  await slack.until(() => anna.modal(), "the modal");

  desk.onChange = (values) =>
    textForm({
      fields: [
        {
          name: "text",
          label: "短信内容",
          kind: "text",
          multiline: true,
          live: true,
          notices: [{ tone: "danger", text: [`引导加微信：${values.text?.kind}`] }],
        },
      ],
    });
  await anna.type("text", "加微信 abc");
  await slack.until(() => anna.modal()?.text.includes("引导加微信"), "the finding");

  desk.onSubmit = () => ({
    kind: "done",
    answer: { kind: "notice", tone: "success", text: "已保存" },
  });
  expect(await anna.submit()).toBe("closed");
  const said = await slack.until(() => anna.ephemerals("C1").at(-1), "the notice");
  expect(said.text).toContain("已保存");
  expect(desk.of("submit")[0]?.values).toEqual({ text: { kind: "text", text: "加微信 abc" } });
});
