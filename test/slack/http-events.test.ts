import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSlack, type SlackAdapter } from "../../adapters/slack/slack.ts";
import { systemClock } from "../../src/clock.ts";
import { post, type SignedRequest, sign } from "../emulators/slack/http-events.ts";
import { type SlackEmulator, startSlackEmulator } from "../emulators/slack/slack-emulator.ts";
import { capturedLog, textForm } from "./house.ts";
import { ScriptedDesk } from "./scripted-desk.ts";

let slack: SlackEmulator;
let adapter: SlackAdapter;
let desk: ScriptedDesk;
let server: Server;
let url: string;

beforeEach(async () => {
  slack = await startSlackEmulator();
  slack.addChannel({ id: "C1" });
  slack.addPerson({ id: "U0ANNA", name: "anna" });
  desk = new ScriptedDesk();
  adapter = await createSlack({
    mode: "http",
    signingSecret: slack.signingSecret,
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    clock: systemClock,
    log: capturedLog().log,
    desk,
  });
  await adapter.start();
  server = createServer((request, response) => adapter.requestListener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  slack.useHttp(url);
});

afterEach(async () => {
  await adapter.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await slack.close();
});

const FORM = "application/x-www-form-urlencoded";

/** A command as Slack would send it, before signing. */
const body = () =>
  new URLSearchParams({
    command: "/sms",
    text: "list",
    team_id: slack.teamId,
    channel_id: "C1",
    user_id: "U0ANNA",
    user_name: "anna",
    response_url: `${slack.origin}/response/none`,
    trigger_id: "1.2.same",
  }).toString();

test("commands, forms, buttons and files come in over signed requests", async () => {
  desk.onCommand = () => ({ kind: "form", form: textForm() });
  desk.onSubmit = () => ({ kind: "faults", faults: { text: "太短" } });
  desk.onChange = () => textForm();
  const anna = slack.person("U0ANNA");
  expect(await anna.command("C1", "/sms draft")).toBe(true);
  await slack.until(() => anna.modal());
  await anna.type("text", "好");
  expect(await anna.submit()).toBe("errors");
  expect(anna.modal()?.errors).toEqual({ "f:text": "太短" });
  await anna.upload("C1", { name: "a.csv", bytes: Buffer.from("x") });
  await expect.poll(() => desk.of("file").length).toBe(1);
});

describe("a request is refused and nothing happens", () => {
  const cases: [string, () => SignedRequest, number][] = [
    ["without a signature", () => ({ body: body(), headers: { "content-type": FORM } }), 401],
    ["signed with another secret", () => sign("another secret", body(), FORM, Date.now()), 401],
    [
      "whose body was changed after signing",
      () => ({ ...sign(slack.signingSecret, body(), FORM, Date.now()), body: `${body()}&x=1` }),
      401,
    ],
    [
      "signed six minutes ago",
      () => sign(slack.signingSecret, body(), FORM, Date.now() - 360_000),
      401,
    ],
    [
      "signed for a time to come, to be replayed then",
      () => sign(slack.signingSecret, body(), FORM, Date.now() + 3_600_000),
      401,
    ],
    [
      "signed with a version we do not know",
      () => {
        const signed = sign(slack.signingSecret, body(), FORM, Date.now());
        const signature = signed.headers["x-slack-signature"]?.replace("v0=", "v9=") ?? "";
        return { ...signed, headers: { ...signed.headers, "x-slack-signature": signature } };
      },
      401,
    ],
    ["that is no JSON", () => sign(slack.signingSecret, "{", "application/json", Date.now()), 400],
  ];
  test.each(cases)("%s", async (_name, request, status) => {
    expect((await post(url, request())).status).toBe(status);
    expect(desk.heard).toEqual([]);
  });

  test("that is not for the events' path", async () => {
    const request = sign(slack.signingSecret, body(), FORM, Date.now());
    expect((await post(url.replace("/events", "/other"), request)).status).toBe(404);
    expect(desk.heard).toEqual([]);
  });

  test("that smuggles an event behind an SSL check", async () => {
    const event = encodeURIComponent(JSON.stringify({ type: "block_actions" }));
    const request = { body: `ssl_check=1&payload=${event}`, headers: { "content-type": FORM } };
    expect((await post(url, request)).status).toBe(200);
    expect(desk.heard).toEqual([]);
  });
});

test("a captured request sent again within five minutes is acted on once", async () => {
  const request = sign(slack.signingSecret, body(), FORM, Date.now());
  expect((await post(url, request)).status).toBe(200);
  expect((await post(url, request)).status).toBe(200);
  await adapter.stop();
  expect(desk.of("command")).toHaveLength(1);
});
