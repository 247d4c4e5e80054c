import fc from "fast-check";
import { expect, test } from "vitest";
import { knownReceipts } from "../../adapters/tencent/receipt-codes.ts";
import { takeCallback } from "../../adapters/tencent/webhook.ts";
import type { InboundReply, Receipt } from "../../src/delivery/provider.ts";
import { FAILURE_REASONS } from "../../src/delivery/reason.ts";
import type { ProviderId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";

/** Takes a body as if it had come with the right secret. */
async function take(path: string, content: unknown) {
  const receipts: Receipt[] = [];
  const replies: InboundReply[] = [];
  const body = Buffer.from(JSON.stringify(content) ?? "");
  const answer = await takeCallback(
    path,
    { headers: {}, query: {}, body, address: "127.0.0.1" },
    {
      provider: "tx" as ProviderId,
      guard: (given) => ({ kind: "in", path: given }),
      now: 1,
      sink: {
        receipts: async (batch) => void receipts.push(...batch),
        replies: async (batch) => void replies.push(...batch),
      },
      log: createLog("silent"),
    },
  );
  return { answer, receipts, replies };
}

test("whatever is called back with is answered: taken when it holds rows, refused when it can't", async () => {
  const path = fc.constantFrom("receipts", "replies");
  await fc.assert(
    fc.asyncProperty(path, fc.jsonValue(), async (where, content) => {
      const { answer } = await take(where, content);
      const rows = typeof content === "object" && content !== null;
      expect(answer.status).toBe(rows ? 200 : 400);
    }),
  );
});

test("every status is one receipt, failed with exactly one reason", async () => {
  const code = fc.oneof(fc.constantFrom(...knownReceipts()), fc.string({ minLength: 1 }));
  const status = fc.constantFrom("SUCCESS", "FAIL");
  await fc.assert(
    fc.asyncProperty(status, code, async (report_status, errmsg) => {
      const row = {
        sid: "5000:1",
        report_status,
        errmsg,
        user_receive_time: "2026-11-23 10:00:05",
      };
      const { receipts } = await take("receipts", [row]);
      const [receipt] = receipts;
      expect(receipts).toHaveLength(1);
      expect(receipt).toMatchObject({ messageId: "5000:1", code: errmsg });
      if (report_status === "SUCCESS") expect(receipt?.outcome).toEqual({ kind: "delivered" });
      else if (receipt?.outcome.kind === "failed") {
        const reasons = FAILURE_REASONS.filter((reason) => reason !== "no_result");
        expect(reasons).toContain(receipt.outcome.reason);
        if (knownReceipts().includes(errmsg)) expect(receipt.outcome.known).toBe(true);
        if (!receipt.outcome.known) expect(receipt.outcome.reason).toBe("unknown");
      } else expect.unreachable("a failure was taken for a delivery");
    }),
  );
});
