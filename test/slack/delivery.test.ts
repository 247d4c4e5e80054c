import { afterEach, describe, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import { type House, openHouse, textForm } from "./house.ts";

let house: House;
afterEach(() => house.close());

const card: Card = {
  title: "双11",
  tone: "info",
  actions: [{ id: "campaign.approve", args: ["c1", "3"], label: "批准", style: "primary" }],
};

describe("what Slack delivers twice is acted on once", () => {
  test("a command", async () => {
    house = await openHouse();
    house.slack.delivery.duplicateNext(1);
    await house.slack.person("U0ANNA").command("C1", "/sms list");
    expect(house.desk.of("command")).toHaveLength(1);
  });

  test("a pressed button", async () => {
    house = await openHouse();
    const { slack, adapter, desk } = house;
    await adapter.chat.post(
      { platform: "slack", workspace: slack.teamId, channel: "C1" },
      card,
      "k1",
    );
    slack.delivery.duplicateNext(1);
    const [message] = slack.messages("C1");
    if (message === undefined) throw new Error("nothing was posted");
    await slack.person("U0BEN").press(message, "campaign.approve");
    expect(desk.of("action")).toMatchObject([{ text: "campaign.approve", args: ["c1", "3"] }]);
    expect(desk.of("action")[0]?.invocation).toMatchObject({
      who: { userId: "U0BEN", displayName: "ben", language: "en-GB", workspace: slack.teamId },
      place: { platform: "slack", channel: "C1", direct: false },
    });
  });

  test("a submitted form", async () => {
    house = await openHouse();
    const { slack, desk } = house;
    desk.onCommand = () => ({ kind: "form", form: textForm() });
    const anna = slack.person("U0ANNA");
    await anna.command("C1", "/sms draft");
    await slack.until(() => anna.modal());
    await anna.type("text", "全场五折");
    slack.delivery.duplicateNext(1);
    await anna.submit();
    expect(desk.of("submit")).toHaveLength(1);
  });

  test("a dropped file, sent again because the first connection died", async () => {
    house = await openHouse({ eventRetryMs: [0, 300, 600] });
    const { slack, desk } = house;
    const anna = slack.person("U0ANNA");
    slack.sockets.cut();
    await anna.upload("C1", { name: "numbers.csv", bytes: Buffer.from("13800138000\n") });
    await expect.poll(() => desk.of("file").map((f) => f.text)).toEqual(["numbers.csv"]);
  });

  test("a dropped file whose event comes twice", async () => {
    house = await openHouse();
    const { slack, desk } = house;
    slack.delivery.duplicateNext(1);
    const anna = slack.person("U0ANNA");
    await anna.upload("C1", { name: "numbers.csv", bytes: Buffer.from("13800138000\n") });
    await house.adapter.stop();
    expect(desk.of("file")).toHaveLength(1);
  });
});

test("a refresh of one connection after the other loses no command", async () => {
  house = await openHouse({ connections: 2 });
  const { slack, desk } = house;
  const anna = slack.person("U0ANNA");
  expect(slack.sockets.connections).toBe(2);
  let refused = 0;
  for (let i = 0; i < 40; i += 1) {
    const answered = anna.command("C1", `/sms show ${i}`);
    // Asked to reconnect right behind a command, while that is on its way.
    if (i === 10 || i === 25) {
      await slack.until(() => slack.sockets.connections === 2, "both connections");
      slack.disconnectSockets(1);
    }
    if (!(await answered)) refused += 1;
  }
  expect(refused).toBe(0);
  await expect.poll(() => desk.of("command").length).toBe(40);
  await slack.until(() => slack.sockets.connections === 2, "both connections back");
});

test("a submission being worked on is answered over the connection that is being refreshed", async () => {
  house = await openHouse();
  const { slack, desk } = house;
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms draft");
  await slack.until(() => anna.modal());
  await anna.type("text", "全场五折");
  desk.onSubmit = async () => {
    slack.disconnectSockets();
    await new Promise((resolve) => setTimeout(resolve, 600));
    return { kind: "faults", faults: { text: "太短" } };
  };
  expect(await anna.submit()).toBe("errors");
  await slack.until(() => slack.sockets.connections === 1, "the connection back");
});

test("a lost connection comes back in well under the SDK's five seconds", async () => {
  house = await openHouse();
  const { slack, adapter } = house;
  slack.disconnectSockets();
  const before = Date.now();
  await slack.until(() => slack.sockets.connections === 0, "the connection gone");
  await slack.until(() => slack.sockets.connections === 1, "the connection back");
  expect(Date.now() - before).toBeLessThan(2_000);
  await expect.poll(() => adapter.healthy()).toBe(true);
});

test("after an outage the adapter finds its way back by itself", async () => {
  house = await openHouse();
  const { slack, adapter } = house;
  await slack.goDown();
  await expect.poll(() => adapter.healthy()).toBe(false);
  await slack.comeBack();
  await slack.until(() => slack.sockets.connections === 1, "the connection back");
  expect(await slack.person("U0ANNA").command("C1", "/sms list")).toBe(true);
});

describe("what can't be read", () => {
  test("is not acted on, and leaves the connection standing", async () => {
    house = await openHouse();
    const { slack, desk, lines } = house;
    slack.sockets.raw('{"type":"events_api","envelope_id":"e1","payload":{}}');
    slack.sockets.raw("not json");
    slack.sockets.raw(
      '{"type":"interactive","envelope_id":"e2","payload":{"type":"block_actions"}}',
    );
    await expect.poll(() => lines.some((l) => l.msg.includes("can't be read"))).toBe(true);
    expect(await slack.person("U0ANNA").command("C1", "/sms list")).toBe(true);
    await expect.poll(() => desk.of("command").length).toBe(1);
    expect(slack.sockets.connections).toBe(1);
  });

  test("names the wrong place in the log, never the content", async () => {
    house = await openHouse();
    const { slack, lines, logText } = house;
    slack.sockets.raw(
      JSON.stringify({
        type: "slash_commands",
        envelope_id: "e1",
        payload: { command: "/sms", team_id: slack.teamId, text: "check 13800138000 加微信" },
      }),
    );
    await expect.poll(() => lines.some((l) => String(l.why).includes("channel_id"))).toBe(true);
    expect(logText()).not.toContain("13800138000");
  });
});
