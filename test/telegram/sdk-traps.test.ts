import { Bot } from "grammy";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import { createTelegram, type TelegramAdapter } from "../../adapters/telegram/telegram.ts";
import type { Card } from "../../src/chat/card.ts";
import { systemClock } from "../../src/clock.ts";
import { createLog } from "../../src/log.ts";
import type { Database } from "../../src/store/collection.ts";
import {
  startTelegramEmulator,
  type TelegramEmulator,
} from "../emulators/telegram/telegram-emulator.ts";
import { ScriptedDesk } from "../slack/scripted-desk.ts";

const ADA = 101;
const GROUP = -500;
const CHANNEL = { platform: "telegram", workspace: "", channel: String(ADA) } as const;
const CARD: Card = {
  title: "群发 #1",
  tone: "info",
  sections: [{ kind: "text", text: ["打给 13800138000"] }],
};

let telegram: TelegramEmulator;
let database: Database;
let desk: ScriptedDesk;
let adapter: TelegramAdapter;
let log: string[];

async function connect(token = telegram.token): Promise<TelegramAdapter> {
  return createTelegram({
    mode: "polling",
    token,
    apiRoot: telegram.apiRoot,
    desk,
    dialogs: database.collection("dialogs"),
    clock: systemClock,
    log: createLog("trace", { write: (line: string) => void log.push(line) }),
  });
}

beforeEach(async () => {
  log = [];
  telegram = await startTelegramEmulator();
  telegram.addPerson({ id: ADA, name: "Ada" });
  telegram.addGroup({ id: GROUP, title: "Shop", members: [ADA] });
  database = await openSqlite({ file: ":memory:" });
  desk = new ScriptedDesk();
  adapter = await connect();
  await adapter.start();
});
afterEach(async () => {
  await adapter.stop();
  await telegram.close();
  await database.close();
});

const said = () => telegram.messages(ADA).filter(({ from }) => from === telegram.state.bot.id);

describe("what grammY and Telegram do elsewhere does not happen here", () => {
  test("an error carries the token in its URL and the text in its payload: neither reaches the log", async () => {
    desk.onCommand = () => ({ kind: "notice", tone: "info", text: "打给 13800138000" });
    telegram.limitNext("sendMessage", 30);
    telegram.person(ADA).say(ADA, "/sms help");
    await expect.poll(() => log.length).toBeGreaterThan(0);
    await telegram.goDown();
    await expect(adapter.chat.post(CHANNEL, CARD, "k")).rejects.toMatchObject({
      code: "unavailable",
      certain: true,
    });
    // The SDK's own errors, as they are thrown: one with a URL, one with a payload.
    const writer = createLog("trace", { write: (line: string) => void log.push(line) });
    const raw = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } }).api;
    await raw.getMe().catch((error: unknown) => writer.error({ err: error }, "unreached"));
    await telegram.comeBack();
    await raw
      .sendMessage(1, "打给 13800138000")
      .catch((error: unknown) => writer.error({ err: error }, "refused"));
    expect(log.length).toBeGreaterThan(2);
    const all = log.join("\n");
    expect(all).not.toContain(telegram.token);
    expect(all).not.toContain("AAEmulatedToken");
    expect(all).not.toContain("13800138000");
  });

  test("a slow handler stalls everybody else's updates: here only its own chat's", async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    desk.onCommand = async (line) => {
      if (line === "slow") await slow;
      return { kind: "notice", tone: "info", text: `did ${line}` };
    };
    const ada = telegram.person(ADA);
    ada.say(GROUP, "/sms slow");
    ada.say(ADA, "/sms quick");
    await telegram.until(
      () => said().some(({ text }) => text.includes("did quick")),
      "the quick one",
    );
    release();
    await telegram.until(
      () => telegram.messages(GROUP).some(({ text }) => text.includes("did slow")),
      "the slow one",
    );
  });

  test("the same update twice is acted on once", async () => {
    telegram.person(ADA).say(ADA, "/sms list");
    telegram.repeatUpdate();
    telegram.person(ADA).say(ADA, "/sms balance");
    await expect
      .poll(() => desk.of("command").map(({ text }) => text))
      .toEqual(["list", "balance"]);
  });

  test("an edit that changes nothing is refused by Telegram, and is no failure", async () => {
    const ref = await adapter.chat.post(CHANNEL, CARD, "k");
    await adapter.chat.edit(ref, CARD);
    await adapter.chat.edit(ref, { ...CARD, title: "群发 #2" });
    expect(said().at(-1)).toMatchObject({ edits: 1 });
  });

  test("a post whose answer is lost may have happened: it is not certain, and nothing posts it again by itself", async () => {
    telegram.dropRepliesOf("sendMessage", 1);
    await expect(adapter.chat.post(CHANNEL, CARD, "k")).rejects.toMatchObject({
      code: "unavailable",
      certain: false,
    });
    expect(said()).toHaveLength(1);
    expect(await adapter.chat.findPosted(CHANNEL, "k", 0)).toBe("unknown");
  });

  test("flood control, an upgraded group, a block and a deleted message each say what they are", async () => {
    telegram.limitNext("sendMessage", 7);
    await expect(adapter.chat.post(CHANNEL, CARD, "k")).rejects.toMatchObject({
      code: "busy",
      retryAfterMs: 7_000,
      certain: true,
    });
    telegram.upgradeGroup(GROUP, -1_000_000_000_500);
    await expect(
      adapter.chat.post({ ...CHANNEL, channel: String(GROUP) }, CARD, "k"),
    ).rejects.toMatchObject({
      code: "moved",
      movedTo: "-1000000000500",
    });
    await expect(adapter.chat.edit({ ...CHANNEL, id: "9999" }, CARD)).rejects.toMatchObject({
      code: "gone",
    });
    telegram.block(ADA);
    await expect(adapter.chat.post(CHANNEL, CARD, "k")).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("a token that Telegram does not know fails at the start, with what to do", async () => {
    await expect(connect("7000000001:AAnotherTokenThatNobodyKnowsHere")).rejects.toThrow(
      "TELEGRAM_BOT_TOKEN",
    );
  });

  test("polling goes on after an outage, and what was said meanwhile is heard", async () => {
    await telegram.goDown();
    telegram.person(ADA).say(ADA, "/sms list");
    await telegram.comeBack();
    await expect.poll(() => desk.of("command").length, { timeout: 10_000 }).toBe(1);
  });

  test("another bot's command in a group is not ours", async () => {
    const ada = telegram.person(ADA);
    ada.say(GROUP, "/list@other_bot");
    ada.say(GROUP, "/list@qunfa_bot");
    await expect.poll(() => desk.of("command").map(({ text }) => text)).toEqual(["list"]);
  });

  test("a button that carries more than 64 bytes is refused before Telegram sees it", async () => {
    const actions = [{ id: "campaign.approve", args: ["x".repeat(60)], label: "OK" }];
    await expect(adapter.chat.post(CHANNEL, { ...CARD, actions }, "k")).rejects.toThrow("64");
    expect(said()).toHaveLength(0);
  });
});
