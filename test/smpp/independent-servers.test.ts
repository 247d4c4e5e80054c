import process from "node:process";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { smppConfigSchema } from "../../adapters/smpp/config.ts";
import { createSmpp } from "../../adapters/smpp/provider.ts";
import { systemClock } from "../../src/clock.ts";
import type {
  InboundReply,
  Message,
  Provider,
  Receipt,
  SubmitOutcome,
} from "../../src/delivery/provider.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";
import { ACCOUNT } from "./over-smpp.ts";

/**
 * SMPP as others understand it: jSMPP and Cloudhopper, which know nothing of qunfa. What they do is in
 * docs/smpp-in-ci.md; they run where QUNFA_SMPP_SERVERS says.
 */
const given = process.env.QUNFA_SMPP_SERVERS;
if (given === undefined || given === "") {
  process.stderr.write(
    "\n  SMPP was NOT tested against jSMPP and Cloudhopper: see docs/smpp-in-ci.md\n\n",
  );
}
const ports = z.object({ jsmpp: z.number(), cloudhopper: z.number(), book: z.number() });
const servers = given ? ports.parse(JSON.parse(given)) : undefined;

/** How each names its messages: the account has to know. */
const NAMED = {
  jsmpp: { messageIds: { submit: "hex", receipt: "decimal" } },
  cloudhopper: { messageIds: { submit: "decimal", receipt: "decimal" } },
} as const;

/** Numbers that nobody had before, so that their "once" is theirs still. */
let next = Math.floor(Math.random() * 900_000);
function phoneEnding(digit: number): Phone {
  next = (next + 1) % 1_000_000;
  return `+86138${String(next).padStart(7, "0")}${digit}` as Phone;
}

const messageTo = (phone: Phone, text = "【小店】会员日全场八折，拒收请回复R"): Message => ({
  recipient: phone as string as RecipientId,
  phone,
  text,
  segments: 1,
});

const takenSchema = z.array(
  z.object({
    server: z.string(),
    to: z.string(),
    coding: z.number(),
    part: z.number(),
    of: z.number(),
    text: z.string(),
  }),
);

describe.skipIf(servers === undefined).each(["jsmpp", "cloudhopper"] as const)("%s", (server) => {
  const receipts: Receipt[] = [];
  const replies: InboundReply[] = [];
  let provider: Provider | undefined;
  afterEach(async () => {
    await provider?.stop();
    receipts.length = 0;
    replies.length = 0;
  });

  async function start(account: Readonly<Record<string, unknown>> = {}): Promise<Provider> {
    const config = smppConfigSchema.parse({
      ...ACCOUNT,
      ...NAMED[server],
      port: servers?.[server],
      ...account,
    });
    const made = createSmpp(config, { clock: systemClock, log: createLog("silent") });
    provider = made;
    await made.start({
      receipts: async (batch) => {
        receipts.push(...batch);
      },
      replies: async (batch) => {
        replies.push(...batch);
      },
    });
    return made;
  }

  async function bound(account: Readonly<Record<string, unknown>> = {}): Promise<Provider> {
    const made = await start(account);
    await expect.poll(async () => (await made.health()).ok, { timeout: 10_000 }).toBe(true);
    return made;
  }

  const submit = (to: Provider, messages: readonly Message[]) =>
    to.submit({ submission: "s", messages }, new AbortController().signal);

  /** What the server took for a number, as its own library read it. */
  async function taken(phone: Phone) {
    const answer = await fetch(`http://127.0.0.1:${servers?.book}/`);
    const book = takenSchema.parse(await answer.json());
    return book.filter((one) => one.server === server && one.to === phone.slice(1));
  }

  const idOf = (outcome: SubmitOutcome | undefined) =>
    outcome?.kind === "accepted" ? outcome.messageId : undefined;
  /** Receipts on these messages; on an earlier test's they come to whoever is bound. */
  const receiptsOn = (ids: ReadonlySet<string | undefined>) =>
    receipts.filter(({ messageId }) => ids.has(messageId));

  test.each(["transceiver", "separate"])("takes a bind as %s, and reports", async (bind) => {
    const line = await bound({ bind });
    const good = phoneEnding(1);
    const bad = phoneEnding(9);
    const outcomes = await submit(line, [messageTo(good), messageTo(bad)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
    await expect.poll(() => receiptsOn(new Set(outcomes.map(idOf))).length).toBe(2);
    const about = (n: number) => receipts.find((one) => one.messageId === idOf(outcomes[n]));
    expect(about(0)).toMatchObject({ phone: good, outcome: { kind: "delivered" } });
    expect(about(1)).toMatchObject({ phone: bad, outcome: { kind: "failed" } });
  });

  test("refuses a wrong password, which is about the account", async () => {
    const line = await start({ password: "wrong" });
    await expect
      .poll(async () => (await line.health()).detail, { timeout: 10_000 })
      .toContain("ESME_RINVPASWD");
    await expect(submit(line, [messageTo(phoneEnding(1))])).rejects.toMatchObject({
      code: "account",
    });
  });

  test.each([
    ["Chinese, in UCS-2", "ucs2", 8, "【小店】会员日全场八折，含😀，拒收请回复R"],
    ["GSM 03.38 with its extension", "gsm7", 0, "Sale: 50% {today} at Café, 5€ off, reply STOP"],
  ])("reads %s as it was written", async (_, encoding, coding, text) => {
    const line = await bound({ encoding });
    const phone = phoneEnding(1);
    await submit(line, [messageTo(phone, text)]);
    expect(await taken(phone)).toMatchObject([{ coding, part: 1, of: 1, text }]);
  });

  test("reads a long text's parts, which together are the text", async () => {
    const line = await bound();
    const phone = phoneEnding(1);
    const text = "【小店】会员日全场八折，欢迎到店选购😀".repeat(10);
    const [outcome] = await submit(line, [messageTo(phone, text)]);
    const parts = await taken(phone);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every(({ of }) => of === parts.length)).toBe(true);
    const inOrder = parts.toSorted((a, b) => a.part - b.part);
    expect(inOrder.map((one) => one.text).join("")).toBe(text);
    if (outcome?.kind !== "accepted") throw new Error(outcome?.kind);
    expect(outcome.parts?.of).toBe(parts.length);
    const ids = new Set(outcome.parts?.ids);
    await expect.poll(() => receiptsOn(ids).length).toBe(parts.length);
  });

  test("says that it goes too fast, and takes the message later", async () => {
    const line = await bound();
    const phone = phoneEnding(8);
    const outcomes = await submit(line, [messageTo(phone), messageTo(phoneEnding(1))]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
    expect(await taken(phone)).toHaveLength(1);
  });

  test("brings what a person replied", async () => {
    const line = await bound();
    const phone = phoneEnding(7);
    await submit(line, [messageTo(phone)]);
    await expect.poll(() => replies.length).toBe(1);
    expect(replies[0]).toMatchObject({ phone, text: server === "jsmpp" ? "TD" : "退订" });
  });

  test("ends the session and is bound to again, with nobody sent to twice", async () => {
    const line = await bound();
    const phone = phoneEnding(5);
    const [first] = await submit(line, [messageTo(phone)]);
    expect(first).toMatchObject({ kind: "accepted" });
    const others = Array.from({ length: 200 }, () => phoneEnding(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const outcomes = await submit(
      line,
      others.map((one) => messageTo(one)),
    );
    const accepted = outcomes.filter(({ kind }) => kind === "accepted");
    expect(accepted.length).toBeGreaterThan(150);
    for (const one of others.slice(0, 20)) expect((await taken(one)).length).toBeLessThan(2);
  });

  test("keeps a quiet line, asked by either side whether it stands", async () => {
    const line = await bound({ enquireMs: 200 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await line.health()).ok).toBe(true);
    const [outcome] = await submit(line, [messageTo(phoneEnding(1))]);
    expect(outcome).toMatchObject({ kind: "accepted" });
  });

  test("takes a thousand through a window of 50, and every receipt finds its message", async () => {
    const line = await bound({ window: 50 });
    const messages = Array.from({ length: 1_000 }, (_, n) => messageTo(phoneEnding(n % 5)));
    const outcomes = await submit(line, messages);
    const ids = new Set(outcomes.map(idOf));
    expect(ids.size).toBe(1_000);
    expect(ids.has(undefined)).toBe(false);
    await expect.poll(() => receiptsOn(ids).length, { timeout: 30_000 }).toBe(1_000);
    expect(new Set(receiptsOn(ids).map(({ messageId }) => messageId))).toEqual(ids);
  });
});
