import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHANNEL, GROUP, LIN } from "../demo/world.ts";
import { ask, type House, openHouse } from "./house.ts";

const LONG = 60_000;

describe("with both chats pushing over HTTP", () => {
  let house: House;
  let base: string;

  beforeAll(async () => {
    house = await openHouse(undefined, { webhooks: true });
    base = `http://127.0.0.1:${house.world.app.port}`;
  }, LONG);
  afterAll(() => house.close(), LONG);

  test("commands, forms and buttons work as they do over sockets and polling", async () => {
    const { slack, telegram } = house.world;
    expect(await ask(house.world, LIN, "/sms check 加V信领红酒")).toContain("内容检查");
    const lin = slack.person(LIN);
    await lin.command(CHANNEL, "/sms draft");
    await slack.until(() => lin.modal(), "the form");
    await lin.type("短信内容", "加V信领好礼");
    await slack.until(() => lin.modal()?.text.includes("引导加微信"), "a finding while typing");
    expect(telegram.messages(GROUP).some(({ text }) => text.includes("已加入"))).toBe(true);
    expect(telegram.webhookDeliveries).toBeGreaterThan(0);
  });

  const slackPost = (body: string, timestamp: number, secret: string) => {
    const signature = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
    return fetch(`${base}/slack/events`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": String(timestamp),
        "x-slack-signature": `v0=${signature}`,
      },
    });
  };

  test("Slack's requests that are unsigned, badly signed or old are refused", async () => {
    const { signingSecret } = house.world.slack;
    const seconds = Math.floor(Date.now() / 1000);
    const body = "command=%2Fsms&text=balance&team_id=T1&channel_id=C1&user_id=U1";
    const unsigned = await fetch(`${base}/slack/events`, { method: "POST", body });
    expect(unsigned.status).toBeGreaterThanOrEqual(400);
    expect((await slackPost(body, seconds, "another secret")).status).toBe(401);
    expect((await slackPost(body, seconds - 600, signingSecret)).status).toBe(401);
  });

  test("Telegram's requests without the secret are refused, malformed ones answered 400", async () => {
    const post = (body: string, secret?: string) =>
      fetch(`${base}/telegram/webhook`, {
        method: "POST",
        body,
        headers: secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret },
      });
    expect((await post('{"update_id":1}')).status).toBe(401);
    expect((await post('{"update_id":1}', "a-secret-of-somebody")).status).toBe(401);
    expect((await post("{nonsense", "a-secret-of-our-own")).status).toBe(400);
    expect((await post('{"update_id":1}', "a-secret-of-our-own")).status).toBe(200);
  });
});
