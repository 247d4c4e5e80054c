import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requestedUrl, statusCallback } from "../../adapters/twilio/callback-url.ts";
import { knownCodes, receiptReason } from "../../adapters/twilio/codes.ts";
import { RecentlySeen } from "../../adapters/twilio/recently-seen.ts";
import { toReceipt } from "../../adapters/twilio/status.ts";
import { readStatus } from "../../adapters/twilio/webhook.ts";
import { FAILURE_REASONS } from "../../src/delivery/reason.ts";
import type { ProviderId } from "../../src/ids.ts";

const hex = fc.stringMatching(/^[0-9a-f]{32}$/u);
const sid = fc.tuple(fc.constantFrom("SM", "MM"), hex).map((parts) => parts.join(""));
const UNDECIDED = ["accepted", "scheduled", "queued", "sending", "sent"];
const DELIVERED = ["delivered", "read"];
const FAILED = ["undelivered", "failed", "canceled", "partially_delivered"];
const code = fc.oneof(
  fc.constantFrom(...knownCodes()),
  fc.integer({ min: 10_000, max: 99_999 }),
  fc.constant(undefined),
);
const provider = "tw" as ProviderId;
const CARRIER_REASONS = FAILURE_REASONS.filter((reason) => reason !== "no_result");

describe("reading a callback", () => {
  test("never throws, whatever is posted, and reads nothing into it", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (form, query) => {
        const read = readStatus(form, query, 1);
        if (!read.success) return;
        expect(read.data.sid).toMatch(/^(?:SM|MM)[0-9a-fA-F]{32}$/u);
        const receipt = toReceipt(provider, read.data);
        if (receipt !== undefined) expect([...DELIVERED, ...FAILED]).toContain(read.data.status);
      }),
    );
  });

  test("gives a receipt exactly for results, failed with exactly one reason", () => {
    const status = fc.oneof(
      fc.constantFrom(...UNDECIDED, ...DELIVERED, ...FAILED),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(sid, status, code, fc.nat(), (messageSid, stands, errorCode, at) => {
        const form = {
          MessageSid: messageSid,
          MessageStatus: stands,
          ...(errorCode === undefined ? {} : { ErrorCode: `${errorCode}` }),
        };
        const read = readStatus(form, { recipient: "r" }, at);
        if (!read.success) throw new Error("a well-formed callback was not read");
        const receipt = toReceipt(provider, read.data);
        if (DELIVERED.includes(stands)) {
          expect(receipt?.outcome).toEqual({ kind: "delivered" });
        } else if (FAILED.includes(stands)) {
          expect(receipt?.outcome.kind).toBe("failed");
          if (receipt?.outcome.kind !== "failed") return;
          expect(CARRIER_REASONS).toContain(receipt.outcome.reason);
          expect(receipt.code).toBe(errorCode === undefined ? stands : `${errorCode}`);
          const known = errorCode === undefined || knownCodes().includes(errorCode);
          expect(receipt.outcome.known).toBe(known);
        } else {
          expect(receipt).toBeUndefined();
          return;
        }
        expect(receipt).toMatchObject({ messageId: messageSid, recipient: "r", at });
      }),
    );
  });

  test("a recipient is taken from the query alone, a status from the body alone", () => {
    const body = { MessageSid: `SM${"0".repeat(32)}`, MessageStatus: "delivered" };
    expect(readStatus({ ...body, recipient: "forged" }, {}, 1).data?.recipient).toBeUndefined();
    expect(readStatus({ MessageSid: body.MessageSid }, body, 1).success).toBe(false);
  });

  test("a code that is not in the map is unknown, and said to be so", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const known = knownCodes().includes(number);
        expect(receiptReason(number).known).toBe(known);
        if (!known) expect(receiptReason(number).reason).toBe("unknown");
      }),
    );
  });
});

test("the URL rebuilt from a request is the one that Twilio was given, but for its own fragment", () => {
  const base = "https://qunfa.example.com/providers/tw";
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (recipient) => {
      const given = statusCallback(base, recipient);
      const query = Object.fromEntries(new URL(given).searchParams);
      expect(query).toEqual({ recipient });
      expect(requestedUrl(base, "status", query)).toBe(given.split("#")[0]);
    }),
  );
});

test("what was seen lately is remembered, as much as there is room for", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 8 }), (keys, most) => {
      const seen = new RecentlySeen(most);
      for (const key of keys) seen.add(`${key}`);
      const latest = [...new Set(keys.toReversed())].slice(0, most);
      for (let key = 0; key <= 20; key += 1) expect(seen.has(`${key}`)).toBe(latest.includes(key));
    }),
  );
});
