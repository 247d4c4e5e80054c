import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { sdkLogger } from "../../adapters/slack/logger.ts";
import { type SlackEmulator, startSlackEmulator } from "../emulators/slack/slack-emulator.ts";
import { capturedLog } from "./house.ts";

/** The fake is only worth something while it is as strict as Slack: its rules, one by one, through the plain SDK. */

let slack: SlackEmulator;
let client: WebClient;
const noRetries = {
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logger: sdkLogger(capturedLog().log),
};

async function open(options: Parameters<typeof startSlackEmulator>[0] = {}) {
  slack = await startSlackEmulator(options);
  slack.addChannel({ id: "C1" });
  slack.addPerson({ id: "U0ANNA", name: "anna" });
  client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, ...noRetries });
}
beforeEach(() => open());
afterEach(() => slack.close());

const trigger = () => slack.workspace.issueTrigger("U0ANNA");
const text = (t: string) => ({ type: "plain_text", text: t }) as const;
const code = (error: unknown) => (error as { data?: { error?: string } }).data?.error;
const failure = (work: Promise<unknown>) => work.then(() => "no failure", code);

const view = (label = "短信", initial?: string, blockId = "b") => ({
  type: "modal" as const,
  title: text("表单"),
  submit: text("提交"),
  blocks: [
    {
      type: "input" as const,
      block_id: blockId,
      label: text(label),
      element: {
        type: "plain_text_input" as const,
        action_id: "a",
        ...(initial === undefined ? {} : { initial_value: initial }),
      },
    },
  ],
});

test("a trigger opens one window", async () => {
  const trigger_id = trigger();
  await client.views.open({ trigger_id, view: view() });
  expect(await failure(client.views.open({ trigger_id, view: view() }))).toBe(
    "exchanged_trigger_id",
  );
  expect(await failure(client.views.open({ trigger_id: "no", view: view() }))).toBe(
    "invalid_trigger_id",
  );
});

test("a trigger lives three seconds", async () => {
  await slack.close();
  let now = Date.now();
  await open({ clock: { now: () => now, sleep: () => new Promise(() => {}) } });
  const trigger_id = trigger();
  now += 3_001;
  expect(await failure(client.views.open({ trigger_id, view: view() }))).toBe("expired_trigger_id");
});

test("three windows may lie on one another", async () => {
  await client.views.open({ trigger_id: trigger(), view: view() });
  await client.views.push({ trigger_id: trigger(), view: view() });
  await client.views.push({ trigger_id: trigger(), view: view() });
  expect(await failure(client.views.push({ trigger_id: trigger(), view: view() }))).toBe(
    "push_limit_reached",
  );
});

test("an update keeps what was typed while the ids stay, whatever the initial value; another block id drops it", async () => {
  const anna = slack.person("U0ANNA");
  const opened = await client.views.open({ trigger_id: trigger(), view: view() });
  const view_id = opened.view?.id ?? "";
  await anna.type("a", "全场五折");
  await client.views.update({ view_id, view: view("短信内容", "别的") });
  expect(anna.modal()?.entered.b).toMatchObject({ value: "全场五折" });
  await client.views.update({ view_id, view: view("短信内容", "别的", "c") });
  expect(anna.modal()?.entered.c).toMatchObject({ value: "别的" });
});

test("an update with an old hash loses", async () => {
  const opened = await client.views.open({ trigger_id: trigger(), view: view() });
  const { id = "", hash = "" } = opened.view ?? {};
  await client.views.update({ view_id: id, hash, view: view("一") });
  expect(await failure(client.views.update({ view_id: id, hash, view: view("二") }))).toBe(
    "hash_conflict",
  );
});

test("chat.update with text alone takes the blocks away", async () => {
  const blocks = [{ type: "divider" as const }];
  const posted = await client.chat.postMessage({ channel: "C1", text: "一", blocks });
  await client.chat.update({ channel: "C1", ts: posted.ts ?? "", text: "二" });
  expect(slack.messages("C1")[0]).toMatchObject({ text: "二", blocks: [] });
});

describe("blocks over a limit are refused with the place", () => {
  const section = (t: string) => ({ type: "section" as const, text: text(t) });
  const alert = { type: "alert" as const, text: text("x") };
  const button = { type: "button" as const, action_id: "a", text: text("按") };
  const id = { block_id: "same" };
  const row = [{ type: "raw_text" as const, text: "x" }];
  const table = { type: "table" as const, rows: [row] };
  test.each([
    ["51 blocks", Array(51).fill({ type: "divider" }), "/blocks"],
    ["a long section", [section("字".repeat(3001))], "/blocks/0/text/text"],
    ["an empty text", [section("")], "/blocks/0/text/text"],
    ["an alert in a message", [alert], "/blocks/0/type"],
    [
      "a block id twice",
      [
        { ...section("x"), ...id },
        { ...section("y"), ...id },
      ],
      "/blocks/1",
    ],
    ["an action id twice", [{ type: "actions", elements: [button, button] }], "/blocks/0"],
    ["a property Slack does not know", [{ ...section("x"), colour: "red" }], "/blocks/0"],
    ["two tables", [table, table], "only one table"],
    [
      "a file that is not there",
      [{ type: "image", alt_text: "x", slack_file: { id: "F000000000" } }],
      "invalid slack file",
    ],
  ])("%s", async (_name, blocks, place) => {
    const error = await client.chat
      .postMessage({ channel: "C1", text: "x", blocks })
      .catch((e: unknown) => e);
    expect(code(error)).toBe("invalid_blocks");
    expect(JSON.stringify(error)).toContain(place);
    expect(slack.messages("C1")).toEqual([]);
  });
});

test("a token is needed, the right one, with the scope", async () => {
  const as = (token: string) => new WebClient(token, { slackApiUrl: slack.apiUrl, ...noRetries });
  expect(await failure(as("").auth.test())).toBe("not_authed");
  expect(await failure(as("xoxb-no").auth.test())).toBe("invalid_auth");
  expect(await failure(as(slack.botToken).apps.connections.open({}))).toBe(
    "not_allowed_token_type",
  );
  expect(await failure(client.apiCall("chat.no"))).toBe("unknown_method");
  slack.scopes.delete("users:read");
  expect(await failure(client.users.info({ user: "U0ANNA" }))).toBe("missing_scope");
});

test("with tiers enforced the 51st edit in a minute is too many", async () => {
  await slack.close();
  await open({ enforceTiers: true });
  const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "一" });
  for (let i = 0; i < 50; i += 1) await client.chat.update({ channel: "C1", ts, text: `${i}` });
  await expect(client.chat.update({ channel: "C1", ts, text: "x" })).rejects.toMatchObject({
    retryAfter: 60,
  });
});

test("a command that no app takes fails in front of the person", async () => {
  const anna = slack.person("U0ANNA");
  expect(await anna.command("C1", "/sms help")).toBe(false);
  expect(anna.failures).toMatchObject([{ reason: "dispatch_failed" }]);
  expect(anna.ephemerals("C1")[0]?.text).toContain("dispatch_failed");
});

test("a command not acknowledged in three seconds fails in front of the person, and a late word changes nothing", async () => {
  const app = new WebClient(slack.appToken, { slackApiUrl: slack.apiUrl, ...noRetries });
  const { url = "" } = await app.apps.connections.open({});
  const socket = new WebSocket(url);
  let envelope = "";
  socket.on("message", (data) => {
    const message: { envelope_id?: string } = JSON.parse(String(data));
    envelope = message.envelope_id ?? envelope;
  });
  await slack.until(() => slack.sockets.connections === 1);
  const anna = slack.person("U0ANNA");
  expect(await anna.command("C1", "/sms help")).toBe(false);
  socket.send(JSON.stringify({ envelope_id: envelope, payload: { text: "too late" } }));
  expect(anna.failures).toMatchObject([{ what: "/sms", reason: "operation_timeout" }]);
  expect(anna.ephemerals("C1")).toHaveLength(1);
  socket.close();
});

test("an event is sent again until it is acknowledged", async () => {
  await slack.close();
  await open({ eventRetryMs: [0, 0] });
  const app = new WebClient(slack.appToken, { slackApiUrl: slack.apiUrl, ...noRetries });
  const { url = "" } = await app.apps.connections.open({});
  const socket = new WebSocket(url);
  const attempts: number[] = [];
  socket.on("message", (data) => {
    const { envelope_id, retry_attempt }: { envelope_id?: string; retry_attempt?: number } =
      JSON.parse(String(data));
    if (retry_attempt === undefined) return;
    attempts.push(retry_attempt);
    if (retry_attempt === 1) socket.send(JSON.stringify({ envelope_id, payload: {} }));
  });
  await slack.until(() => slack.sockets.connections === 1);
  await slack.person("U0ANNA").upload("C1", { name: "a.csv", bytes: Buffer.from("x") });
  expect(attempts).toEqual([0, 1]);
  socket.close();
});

test("a response_url is good for five posts", async () => {
  const id = slack.workspace.issueResponseUrl("C1", "U0ANNA");
  const post = () =>
    fetch(`${slack.origin}/response/${id}`, {
      method: "POST",
      body: JSON.stringify({ text: "好" }),
    });
  for (let i = 0; i < 5; i += 1) expect((await post()).status).toBe(200);
  expect((await post()).status).toBe(404);
  expect(slack.person("U0ANNA").ephemerals("C1")).toHaveLength(5);
});
