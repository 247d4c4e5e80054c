import fc from "fast-check";
import { expect, test } from "vitest";
import { knownCodes } from "../../adapters/aliyun/codes.ts";
import { takePush } from "../../adapters/aliyun/webhook.ts";
import type { InboundReply, Receipt } from "../../src/delivery/provider.ts";
import { FAILURE_REASONS } from "../../src/delivery/reason.ts";
import type { ProviderId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";

/** Takes a body as if it had come with the right secret. */
async function take(path: string, content: unknown) {
  const receipts: Receipt[] = [];
  const replies: InboundReply[] = [];
  const body = Buffer.from(JSON.stringify(content) ?? "");
  const answer = await takePush(
    path,
    { headers: {}, query: {}, body, address: "127.0.0.1" },
    {
      provider: "ali" as ProviderId,
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

const path = fc.constantFrom("receipts", "replies");
const code = fc.oneof(
  fc.constantFrom(...knownCodes().receipts, "DELIVERED"),
  fc.string({ minLength: 1 }),
);

test("whatever is pushed is answered: taken when it is an array, refused when it is none", async () => {
  await fc.assert(
    fc.asyncProperty(path, fc.jsonValue(), async (where, content) => {
      const { answer } = await take(where, content);
      expect(answer.status).toBe(Array.isArray(content) ? 200 : 400);
    }),
  );
});

test("a receipt is one exactly for results, failed with exactly one reason", async () => {
  const number = fc.stringMatching(/^13[0-9]{9}$/u);
  await fc.assert(
    fc.asyncProperty(number, fc.boolean(), code, async (phone_number, success, err_code) => {
      const row = { phone_number, success, err_code, out_id: "s" };
      const { receipts } = await take("receipts", [row, row]);
      if (err_code === "REQUEST_SUCCESS") {
        expect(receipts).toEqual([]);
        return;
      }
      const [first, second] = receipts;
      expect(second).toEqual(first);
      expect(first?.code).toBe(err_code);
      if (success) expect(first?.outcome).toEqual({ kind: "delivered" });
      else if (first?.outcome.kind === "failed") {
        expect(FAILURE_REASONS.filter((reason) => reason !== "no_result")).toContain(
          first.outcome.reason,
        );
        const known = knownCodes().receipts.includes(err_code);
        expect(first.outcome.known).toBe(known);
      } else expect.unreachable("a failure was taken for a delivery");
      expect(JSON.stringify(first)).not.toContain(phone_number);
    }),
  );
});
