import { z } from "zod";

/** What provider and simulated carrier say to each other, as JSON. */
export const submitRequest = z.object({
  submission: z.string(),
  webhook: z.object({ url: z.string(), secret: z.string() }),
  messages: z
    .array(
      z.object({
        reference: z.string(),
        phone: z.string(),
        text: z.string(),
        segments: z.number(),
      }),
    )
    .min(1)
    .max(1000),
});
export type SubmitRequest = z.output<typeof submitRequest>;

const submitResult = z.object({
  reference: z.string(),
  /** Accepted, under this id. */
  messageId: z.string().optional(),
  /** Refused, for this reason. */
  code: z.string().optional(),
});
export type SubmitResult = z.output<typeof submitResult>;
export const submitResponse = z.object({ results: z.array(submitResult) });

export const wireFault = z.object({ code: z.string(), message: z.string() });

export const wireReceipt = z.object({
  sequence: z.number(),
  messageId: z.string(),
  /** Our own, where the carrier echoes it. */
  reference: z.string().optional(),
  code: z.string(),
  text: z.string(),
  at: z.number(),
});
export type WireReceipt = z.output<typeof wireReceipt>;

export const wireReply = z.object({
  id: z.string(),
  phone: z.string(),
  text: z.string(),
  at: z.number(),
});
export type WireReply = z.output<typeof wireReply>;

/** What the carrier pushes to the webhook. */
export const pushBody = z.object({ receipts: z.array(wireReceipt), replies: z.array(wireReply) });
export type PushBody = z.output<typeof pushBody>;

export const receiptsPage = z.object({
  receipts: z.array(wireReceipt),
  next: z.number().nullable(),
});

/** References in one look-up. */
export const LOOKUP_MOST = 1000;
export const lookupRequest = z.object({ references: z.array(z.string()).max(LOOKUP_MOST) });
export const lookupResponse = z.object({ found: z.record(z.string(), z.string()) });

/** HMAC-SHA256 over `<timestamp>.<body>` with the shared secret, in hexadecimal. */
export const SIGNATURE_HEADER = "x-carrier-signature";
export const TIMESTAMP_HEADER = "x-carrier-timestamp";
