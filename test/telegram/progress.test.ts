import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import { createTelegram, type TelegramAdapter } from "../../adapters/telegram/telegram.ts";
import { systemClock } from "../../src/clock.ts";
import { createLog } from "../../src/log.ts";
import type { Database } from "../../src/store/collection.ts";
import {
  startTelegramEmulator,
  type TelegramEmulator,
} from "../emulators/telegram/telegram-emulator.ts";
import { ScriptedDesk } from "../slack/scripted-desk.ts";

const ADA = 101;

let telegram: TelegramEmulator;
let database: Database;
let desk: ScriptedDesk;
let adapter: TelegramAdapter;

beforeEach(async () => {
  telegram = await startTelegramEmulator();
  telegram.addPerson({ id: ADA, name: "Ada" });
  database = await openSqlite({ file: ":memory:" });
  desk = new ScriptedDesk();
  adapter = await createTelegram({
    mode: "polling",
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    desk,
    dialogs: database.collection("dialogs"),
    clock: systemClock,
    log: createLog("silent"),
  });
  await adapter.start();
});
afterEach(async () => {
  await adapter.stop();
  await telegram.close();
  await database.close();
});

test("how the reading of a document goes is shown while it lasts, and taken away at the end", async () => {
  let finish = () => {};
  const reading = new Promise<void>((resolve) => {
    finish = resolve;
  });
  desk.onFile = async () => {
    await reading;
    return { kind: "notice", tone: "success", text: "all read" };
  };
  const ada = telegram.person(ADA);
  ada.sendFile(ADA, { name: "members.csv", bytes: Buffer.from("13800138000\n") });
  await telegram.until(() => desk.of("file").length > 0, "the file");
  const progress = { done: 40, total: 100, label: "4,000 rows read" };
  desk.of("file")[0]?.invocation.show?.({ title: "Reading", tone: "info", progress });
  const running = () => ada.sees(ADA).find(({ text }) => text.includes("4,000 rows read"));
  await telegram.until(() => running() !== undefined, "the progress");
  finish();
  await telegram.until(() => ada.sees(ADA).some(({ text }) => text.includes("all read")), "it");
  expect(running()).toBeUndefined();
});
