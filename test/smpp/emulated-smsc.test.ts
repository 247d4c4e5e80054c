import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { smppConfigSchema } from "../../adapters/smpp/config.ts";
import { createSmpp } from "../../adapters/smpp/provider.ts";
import { systemClock } from "../../src/clock.ts";
import { createLog } from "../../src/log.ts";
import { Book } from "../emulators/smsc/book.ts";
import { COMMAND, cString, type Header, readHeader, writePdu } from "../emulators/smsc/pdu.ts";
import { type Smsc, startSmsc } from "../emulators/smsc/smsc.ts";
import { ACCOUNT, digits, messages } from "./over-smpp.ts";

/*
 * The emulated SMSC is strict so that what qunfa's tests let pass, a real one would. Here it is spoken to by hand,
 * octet by octet.
 */

let smsc: Smsc;
let socket: Socket;
let sequence: number;
beforeEach(async () => {
  smsc = await startSmsc();
  socket = connect(smsc.port, "127.0.0.1");
  await once(socket, "connect");
  sequence = 0;
});
afterEach(async () => {
  socket.destroy();
  await smsc.close();
});

/** Sends a command. Resolves to the header of its answer. */
async function ask(command: number, body?: Buffer): Promise<Header> {
  sequence += 1;
  socket.write(writePdu({ command, status: 0, sequence }, body));
  const [answer] = (await once(socket, "data")) as [Buffer];
  return readHeader(answer);
}

const bind = (systemId = "shop", password = "secret", version = 0x34) =>
  Buffer.concat([
    cString(systemId),
    cString(password),
    cString(""),
    Buffer.from([version, 0, 0]),
    cString(""),
  ]);

/** A submit_sm that is right but for what is said. */
function submit(but: Partial<Record<string, number | string | Buffer>> = {}): Buffer {
  const octet = (name: string, value: number) => Buffer.from([Number(but[name] ?? value)]);
  const string = (name: string, value: string) => cString(String(but[name] ?? value));
  const message = (but.message as Buffer | undefined) ?? Buffer.from("R");
  return Buffer.concat([
    string("serviceType", ""),
    octet("sourceTon", 0),
    octet("sourceNpi", 1),
    string("source", "10690001"),
    octet("destinationTon", 1),
    octet("destinationNpi", 1),
    string("destination", digits(1)),
    octet("esmClass", 0),
    octet("protocolId", 0),
    octet("priority", 0),
    string("schedule", ""),
    string("validity", ""),
    octet("registered", 1),
    octet("replace", 0),
    octet("dataCoding", 0),
    octet("defaultMessage", 0),
    Buffer.from([Number(but.length ?? message.length)]),
    message,
    (but.tlvs as Buffer | undefined) ?? Buffer.alloc(0),
  ]);
}

const tlv = (tag: number, value: Buffer) => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(tag, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value]);
};

describe("a bind", () => {
  test("lets in whom it knows, once", async () => {
    expect(await ask(COMMAND.bindTransceiver, bind())).toMatchObject({ status: 0, sequence: 1 });
    expect(await ask(COMMAND.bindTransceiver, bind())).toMatchObject({ status: 0x05 });
  });

  test.each([
    ["another system id", bind("else"), 0x0f],
    ["another password", bind("shop", "else"), 0x0e],
    ["a system id of 16 characters", bind("a".repeat(16)), 0x0f],
    ["a password of 9 characters", bind("shop", "123456789"), 0x0e],
    ["fields that don't end", Buffer.from("shop"), 0x01],
    ["more than its fields", Buffer.concat([bind(), Buffer.from([1])]), 0x01],
  ])("does not let in %s", async (_, body, status) => {
    expect(await ask(COMMAND.bindTransceiver, body)).toMatchObject({ status });
  });

  test("is asked for before anything is taken, and a receiver sends nothing", async () => {
    expect(await ask(COMMAND.submitSm, submit())).toMatchObject({ status: 0x04 });
    await ask(COMMAND.bindReceiver, bind());
    expect(await ask(COMMAND.submitSm, submit())).toMatchObject({ status: 0x04 });
  });
});

describe("a submit_sm", () => {
  beforeEach(() => ask(COMMAND.bindTransmitter, bind()));

  test("that is right is in the book", async () => {
    expect(await ask(COMMAND.submitSm, submit())).toMatchObject({ status: 0 });
    expect(smsc.book.page()).toMatchObject({
      submits: 1,
      violations: [],
      messages: [{ destination: digits(1), source: "10690001", text: "R", whole: true }],
    });
  });

  test.each([
    ["a service type of six", { serviceType: "abcdef" }, 0x15],
    ["a source of 21", { source: "1".repeat(21) }, 0x0a],
    ["a destination of 21", { destination: "1".repeat(21) }, 0x0b],
    ["a reserved esm_class", { esmClass: 0x04 }, 0x43],
    ["a priority of 4", { priority: 4 }, 0x06],
    ["a time of ten digits", { schedule: "2611231035" }, 0x61],
    ["a reserved registered_delivery", { registered: 0x20 }, 0x07],
    ["a length beyond the PDU", { length: 200 }, 0x01],
    ["more than 140 octets", { dataCoding: 8, message: Buffer.alloc(142) }, 0x01],
    ["more than 160 septets", { message: Buffer.alloc(161, "a") }, 0x01],
    ["an octet that is no septet", { message: Buffer.from([0x85]) }, 0x01],
    ["an escape that leads nowhere", { message: Buffer.from([0x1b]) }, 0x01],
    ["half a surrogate pair", { dataCoding: 8, message: Buffer.from([0xd8, 0x3c]) }, 0x01],
    ["half a character", { dataCoding: 8, message: Buffer.from([0x59]) }, 0x01],
    ["a coding that nobody agreed to", { dataCoding: 3 }, 0x01],
    ["a header that names no part", { esmClass: 0x40, message: Buffer.from([2, 9, 9, 65]) }, 0x01],
    ["part 3 of 2", { esmClass: 0x40, message: Buffer.from([5, 0, 3, 1, 2, 3, 65]) }, 0x01],
    ["a payload beside a message", { tlvs: tlv(0x0424, Buffer.from("R")) }, 0x01],
    [
      "an optional parameter twice",
      { tlvs: Buffer.concat([tlv(0x1403, Buffer.alloc(1)), tlv(0x1403, Buffer.alloc(1))]) },
      0xc0,
    ],
    [
      "an optional parameter cut short",
      { tlvs: tlv(0x0204, Buffer.alloc(2)).subarray(0, 5) },
      0xc0,
    ],
  ])("with %s is refused, and is in the book as a breach", async (_, but, status) => {
    expect(await ask(COMMAND.submitSm, submit(but))).toMatchObject({ status });
    expect(smsc.book.page()).toMatchObject({ submits: 0, violations: [expect.any(String)] });
  });

  test("twice for the same number and text is a double", async () => {
    await ask(COMMAND.submitSm, submit());
    await ask(COMMAND.submitSm, submit());
    expect(smsc.book.page()).toMatchObject({ submits: 2, accepted: 1, doubles: 1 });
  });
});

test("an unknown command is answered by generic_nack, a sequence that jumps is a breach", async () => {
  expect(await ask(0x0103)).toEqual({ command: 0x80000000, status: 0x03, sequence: 1 });
  sequence = 7;
  await ask(COMMAND.enquireLink);
  expect(smsc.book.violations).toEqual(["command 103", "sequence_number 8 after 1"]);
});

test("what is no PDU ends the connection", async () => {
  socket.write(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
  await once(socket, "close");
  expect(smsc.book.violations.length).toBe(1);
});

describe("in a process of its own", () => {
  const start = (...args: string[]) =>
    spawn(process.execPath, ["test/emulators/smsc/server-main.ts", ...args], {
      cwd: resolve(import.meta.dirname, "../.."),
      stdio: ["ignore", "pipe", "pipe"],
    });

  test("its book is a file that outlives it", async () => {
    const dir = await mkdtemp(join(tmpdir(), "qunfa-smsc-"));
    const file = join(dir, "book");
    const child = start("--book", file, "--config", '{"shares":{"duplicate":1}}');
    try {
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const { port, control } = JSON.parse(line.toString()) as { port: number; control: string };
      const config = smppConfigSchema.parse({ ...ACCOUNT, port });
      const provider = createSmpp(config, { clock: systemClock, log: createLog("silent") });
      let taken = 0;
      const receipts = async (batch: readonly unknown[]) => {
        taken += batch.length;
      };
      await provider.start({ receipts, replies: async () => undefined });
      await provider.submit(
        { submission: "s", messages: messages(5) },
        new AbortController().signal,
      );
      await expect.poll(() => taken).toBe(10);
      await provider.stop();
      const page: unknown = await (await fetch(`${control}/book`)).json();
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      const read = Book.read(file).page();
      expect(read).toEqual(page);
      expect(read).toMatchObject({ submits: 5, doubles: 0, violations: [] });
      expect(read.receipts.every(({ acked }) => acked)).toBe(true);
    } finally {
      child.kill("SIGKILL");
      await rm(dir, { recursive: true, force: true });
    }
  });

  test("it says what is wrong with its configuration", async () => {
    const child = start("--config", '{"receiptMs":"soon"}');
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(code).toBe(1);
    expect(said).toContain("receiptMs");
  });
});
