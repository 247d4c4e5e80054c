import { Writable } from "node:stream";
import { pino } from "pino";
import { createSlack, type SlackAdapter } from "../../adapters/slack/slack.ts";
import type { Form } from "../../src/chat/form.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import {
  type SlackEmulator,
  type SlackEmulatorOptions,
  startSlackEmulator,
} from "../emulators/slack/slack-emulator.ts";
import { ScriptedDesk } from "./scripted-desk.ts";

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

/** A log kept in memory, as objects and as the text that would have been written. */
export function capturedLog(level = "trace") {
  const lines: LogLine[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of String(chunk).trim().split("\n")) lines.push(JSON.parse(line));
      done();
    },
  });
  return { log: pino({ level }, stream), lines, text: () => JSON.stringify(lines) };
}

export interface House {
  readonly slack: SlackEmulator;
  readonly desk: ScriptedDesk;
  readonly adapter: SlackAdapter;
  readonly lines: readonly LogLine[];
  readonly logText: () => string;
  close(): Promise<void>;
}

/** The real adapter on the real SDK, connected to the fake Slack over a socket, with one channel and two people. */
export async function openHouse(
  options: SlackEmulatorOptions & {
    readonly adapterClock?: Clock;
    readonly connections?: number;
    readonly connect?: boolean;
  } = {},
): Promise<House> {
  const slack = await startSlackEmulator(options);
  slack.addChannel({ id: "C1", name: "marketing" });
  slack.addPerson({ id: "U0ANNA", name: "anna", locale: "zh-CN" });
  slack.addPerson({ id: "U0BEN", name: "ben", locale: "en-GB" });
  const desk = new ScriptedDesk();
  desk.onChange = () => textForm();
  const { log, lines, text } = capturedLog();
  const adapter = await createSlack({
    mode: "socket",
    appToken: slack.appToken,
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    clock: options.adapterClock ?? systemClock,
    connections: options.connections ?? 1,
    desk,
    log,
  });
  if (options.connect !== false) await adapter.start();
  return {
    slack,
    desk,
    adapter,
    lines,
    logText: text,
    close: async () => {
      await adapter.stop();
      await slack.close();
    },
  };
}

/** A form with one live text field; spread over it what a test needs. */
export function textForm(more: Partial<Form> = {}): Form {
  return {
    id: "draft",
    ref: "r1",
    locale: "zh-CN",
    title: "新建群发",
    submit: "提交",
    cancel: "取消",
    fields: [{ name: "text", label: "短信内容", kind: "text", multiline: true, live: true }],
    ...more,
  };
}
