import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createSlack, SlackSetupError } from "../../adapters/slack/slack.ts";
import { REQUIRED_SCOPES } from "../../adapters/slack/startup.ts";
import { systemClock } from "../../src/clock.ts";
import { type SlackEmulator, startSlackEmulator } from "../emulators/slack/slack-emulator.ts";
import { capturedLog } from "./house.ts";
import { ScriptedDesk } from "./scripted-desk.ts";

async function starting(
  change: (slack: SlackEmulator) => Partial<{ botToken: string; appToken: string }>,
  check: (start: Promise<void>, slack: SlackEmulator, healthy: () => boolean) => Promise<void>,
) {
  const slack = await startSlackEmulator();
  const adapter = await createSlack({
    mode: "socket",
    botToken: slack.botToken,
    appToken: slack.appToken,
    apiUrl: slack.apiUrl,
    clock: systemClock,
    desk: new ScriptedDesk(),
    log: capturedLog().log,
    ...change(slack),
  });
  try {
    await check(adapter.start(), slack, adapter.healthy);
  } finally {
    await adapter.stop();
    await slack.close();
  }
}

const told = (why: RegExp) => async (start: Promise<void>) => {
  await expect(start).rejects.toThrow(SlackSetupError);
  await expect(start).rejects.toThrow(why);
};

test("a wrong bot token is called by its name", () =>
  starting(() => ({ botToken: "xoxb-wrong" }), told(/SLACK_BOT_TOKEN/)));

test("a wrong app token is called by its name", () =>
  starting(() => ({ appToken: "xapp-wrong" }), told(/SLACK_APP_TOKEN/)));

test("the two tokens mixed up are told apart", () =>
  starting((slack) => ({ botToken: slack.appToken }), told(/SLACK_BOT_TOKEN/)));

test("missing scopes are listed", () =>
  starting(
    (slack) => {
      slack.scopes.delete("files:read");
      slack.scopes.delete("im:write");
      return {};
    },
    told(/files:read, im:write/),
  ));

test("Socket Mode turned off is said", () =>
  starting(
    (slack) => {
      slack.failNext("apps.connections.open", "socket_mode_not_enabled");
      return {};
    },
    told(/Socket Mode/),
  ));

test("a Slack out of reach is no reason not to start", () =>
  starting(
    (slack) => {
      slack.statusNext("apps.connections.open", 503);
      slack.statusNext("apps.connections.open", 503);
      return {};
    },
    async (start, _slack, healthy) => {
      await start;
      await expect.poll(healthy, { timeout: 5_000 }).toBe(true);
    },
  ));

test("the manifest asks for exactly the scopes that starting insists on", async () => {
  const manifest = await readFile(new URL("../../slack-manifest.yaml", import.meta.url), "utf8");
  const [, bot = ""] = /\n {4}bot:\n((?: {6}- .*\n)+)/.exec(manifest) ?? [];
  const scopes = [...bot.matchAll(/- (\S+)/g)].map((m) => m[1]);
  expect(scopes.toSorted()).toEqual([...REQUIRED_SCOPES].toSorted());
});
