import { z } from "zod";

const share = z.number().min(0).max(1).default(0);
const milliseconds = z.number().min(0);
const idForm = z.enum(["text", "decimal", "hex"]);

/** How the SMSC behaves. What a number's fate is, seed and number say: the same ones again, the same fate. */
export const smscConfigSchema = z.object({
  seed: z.number().int().default(1),
  systemId: z.string().default("shop"),
  password: z.string().default("secret"),
  /** Answers every bind with this. */
  bindStatus: z.number().int().default(0),
  answerMs: milliseconds.default(0),
  /** From the acceptance to the first try of its receipt. */
  receiptMs: milliseconds.default(5),
  /** Receipts come up to so much later, each by its number: out of order. */
  receiptSpreadMs: milliseconds.default(0),
  /** More submit_sm than this a second are throttled (0x58). */
  perSecond: z.number().positive().optional(),
  /** More unanswered than this are too many (0x14), and noted. */
  window: z.number().int().positive().default(10_000),
  /** What receipts are made of; `none` sends none. */
  receipts: z.enum(["both", "text", "tlv", "none"]).default("both"),
  /** Whether esm_class says that they are receipts. */
  flagged: z.boolean().default(true),
  ids: z.object({ submit: idForm.default("text"), receipt: idForm.default("text") }).prefault({}),
  /** Shares of the messages. */
  shares: z
    .object({
      /** Not accepted: answered with generic_nack. */
      nack: share,
      /** Accepted, and the answer is lost. */
      loseAnswer: share,
      /** Accepted, and the connection is cut at once. */
      cut: share,
      /** The answer is sent after those of later messages. */
      reorder: share,
      fail: share,
      silent: share,
      /** The receipt comes before the answer. */
      early: share,
      duplicate: share,
      /** Says the opposite first. */
      contradict: share,
    })
    .prefault({}),
  /** Numbers that end so are answered so. */
  statuses: z.array(z.object({ endsWith: z.string(), status: z.number().int() })).default([]),
  /** Numbers that end so get this receipt. `part`: only for that one; the others are delivered. */
  fates: z
    .array(
      z.object({
        endsWith: z.string(),
        stat: z.string(),
        err: z.string().default("000"),
        part: z.number().int().optional(),
      }),
    )
    .default([]),
  /** Unacknowledged deliver_sm on one connection. */
  deliverWindow: z.number().int().positive().default(100),
  /** After a temporary refusal a deliver_sm is sent again. */
  redeliverMs: milliseconds.default(20),
});
export type SmscConfig = z.output<typeof smscConfigSchema>;
export type SmscConfigInput = z.input<typeof smscConfigSchema>;
