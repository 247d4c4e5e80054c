import { SocketModeReceiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { afterEach, describe, expect, test, vi } from "vitest";
import { slackClients } from "../../adapters/slack/clients.ts";
import { sdkLogger } from "../../adapters/slack/logger.ts";
import type { Card } from "../../src/chat/card.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { startSlackEmulator } from "../emulators/slack/slack-emulator.ts";
import { capturedLog, type House, openHouse, textForm } from "./house.ts";

/** What Slack's SDK does that one would not expect, each named for it, and that it does not reach us. */

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

const card: Card = { title: "双11", tone: "info" };

test("a 429 pauses every call of its client: a window opens all the same", async () => {
  house = await openHouse();
  const { slack, desk, adapter } = house;
  const at = { platform: "slack", workspace: slack.teamId, channel: "C1" } as const;
  const ref = await adapter.chat.post(at, card, "k");
  slack.limitNext("chat.update", 30);
  const edit = adapter.chat.edit(ref, card).catch((error: unknown) => error);
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  const anna = slack.person("U0ANNA");
  const before = Date.now();
  await anna.command("C1", "/sms draft");
  await slack.until(() => anna.modal(), "the window");
  expect(Date.now() - before).toBeLessThan(2_000);
  expect(await edit).toMatchObject({ code: "busy" });
  await adapter.chat.edit(ref, { ...card, title: "双12" });
});

describe("options are written into", () => {
  const shared = (options: object): unknown => Reflect.get(options, "retryConfig");

  test("by the socket client, which would make every client retry 100 times", () => {
    const options = {};
    new SocketModeReceiver({ appToken: "xapp-1", installerOptions: { clientOptions: options } });
    expect(shared(options)).toMatchObject({ retries: 100 });
  });

  test("yet ours fail at once: a call that is refused is made once", async () => {
    const slack = await startSlackEmulator();
    const { interactive, background } = slackClients(
      slack.botToken,
      slack.apiUrl,
      sdkLogger(capturedLog().log),
    );
    for (const client of [interactive, background]) {
      slack.statusNext("chat.postMessage", 503);
      await expect(client.chat.postMessage({ channel: "C1", text: "x" })).rejects.toThrow();
    }
    expect(slack.calls.filter((c) => c.method === "chat.postMessage")).toHaveLength(2);
    await slack.close();
  });

  test("by the web client, whose token would go out with another's calls", async () => {
    const headers: Record<string, string> = {};
    new WebClient("xoxb-a", { headers });
    expect(headers.Authorization).toBe("Bearer xoxb-a");

    const slack = await startSlackEmulator();
    const log = sdkLogger(capturedLog().log);
    const other = slackClients("xoxb-other-merchant", slack.apiUrl, log);
    const ours = slackClients(slack.botToken, slack.apiUrl, log);
    await other.background.auth.test().catch(() => {});
    await ours.background.auth.test();
    expect(slack.calls.map((c) => c.token)).toEqual(["xoxb-other-merchant", slack.botToken]);
    await slack.close();
  });
});

test("a failing reconnect is an unhandled rejection, which ends the process: ours tries again", async () => {
  house = await openHouse();
  const { slack } = house;
  const stray = vi.fn();
  process.on("unhandledRejection", stray);
  try {
    slack.statusNext("apps.connections.open", 503);
    slack.failNext("apps.connections.open", "invalid_auth");
    slack.sockets.cut();
    await slack.until(() => slack.sockets.connections === 1, "the connection back");
    expect(await slack.person("U0ANNA").command("C1", "/sms list")).toBe(true);
  } finally {
    process.off("unhandledRejection", stray);
  }
  expect(stray).not.toHaveBeenCalled();
});

test("a post whose answer is lost is sent again: ours is not, and is reported as uncertain", async () => {
  house = await openHouse();
  const { slack, adapter } = house;
  slack.dropRepliesOf("chat.postMessage", 1);
  const at = { platform: "slack", workspace: slack.teamId, channel: "C1" } as const;
  await expect(adapter.chat.post(at, card, "k")).rejects.toMatchObject({ certain: false });
  expect(slack.messages("C1")).toHaveLength(1);
});

test("a call waits for its answer without end: whoever asked is told after two and a half seconds", async () => {
  house = await openHouse();
  const { slack, desk } = house;
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  slack.holdRepliesOf("views.open", 1);
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms draft");
  const said = await slack.until(() => anna.ephemerals("C1")[0], "the word");
  expect(said.text).toContain("没能发到 Slack");
});

test("stopping closes the connection under a submission being worked on: ours is still acknowledged", async () => {
  house = await openHouse();
  const { slack, desk, adapter } = house;
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms draft");
  await slack.until(() => anna.modal());
  await anna.type("text", "全场五折");
  let finish = () => {};
  desk.onSubmit = () =>
    new Promise((resolve) => {
      finish = () => resolve({ kind: "faults", faults: { text: "太短" } });
    });
  const submitted = anna.submit();
  await expect.poll(() => desk.of("submit").length).toBe(1);
  const stopped = adapter.stop();
  finish();
  expect(await submitted).toBe("errors");
  await stopped;
});

test("a refresh leaves five seconds without a connection: ours is back within two", async () => {
  house = await openHouse();
  const { slack } = house;
  slack.disconnectSockets();
  const before = Date.now();
  await slack.until(() => slack.sockets.connections === 1, "the connection back");
  expect(Date.now() - before).toBeLessThan(2_000);
});

test("at debug every payload and request is logged: no number, text or token of ours is", async () => {
  house = await openHouse();
  const { slack, desk, adapter, logText } = house;
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  desk.onSubmit = () => ({ kind: "faults", faults: { text: "加微信" } });
  const anna = slack.person("U0ANNA");
  await anna.command("C1", "/sms check 13800138000 全场五折");
  await slack.until(() => anna.modal());
  await anna.type("text", "全场五折 13800138000");
  await anna.submit();
  const at = { platform: "slack", workspace: slack.teamId, channel: "C1" } as const;
  slack.failNext("chat.postMessage", "invalid_blocks", {
    response_metadata: { messages: ["[ERROR] bad text [json-pointer:/blocks/0]"] },
  });
  await adapter.chat.post(at, { ...card, title: "全场五折" }, "k").catch(() => {});
  slack.sockets.cut();
  await slack.until(() => slack.sockets.connections === 1);
  for (const secret of ["13800138000", "全场五折", slack.botToken, slack.appToken])
    expect(logText()).not.toContain(secret);
});

test("the SDK's logger masks tokens, drops debug and never writes objects", () => {
  const { log, lines, text } = capturedLog();
  const sdk = sdkLogger(log);
  sdk.debug("payload", { text: "全场五折" });
  sdk.error("failed with xoxb-1-2-secret", { text: "全场五折" }, new Error("xapp-9-secret"));
  expect(lines).toHaveLength(1);
  expect(text()).toContain("xoxb-***");
  expect(text()).not.toMatch(/secret|全场五折/);
});

test("a connection that never says hello is waited for without end: ours is given up and made anew", async () => {
  const twentyTimesFaster: Clock = {
    now: () => systemClock.now(),
    sleep: (ms, signal) => systemClock.sleep(ms / 20, signal),
  };
  house = await openHouse({ connect: false, adapterClock: twentyTimesFaster });
  const { slack, adapter } = house;
  slack.sockets.silent = true;
  await adapter.start();
  expect(adapter.healthy()).toBe(false);
  slack.sockets.silent = false;
  await expect.poll(() => adapter.healthy(), { timeout: 5_000 }).toBe(true);
});
