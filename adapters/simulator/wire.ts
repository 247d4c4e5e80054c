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

export const submitResponse = z.object({
  results: z.array(
    z.object({
      reference: z.string(),
      messageId: z.string().optional(),
      code: z.string().optional(),
    }),
  ),
});

export const wireReceipt = z.object({
  sequence: z.number(),
  messageId: z.string(),
  reference: z.string(),
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
export const lookupResponse = z.object({ found: z.record(z.string(), z.string()) });

/** HMAC-SHA256 over `<timestamp>.<body>` with the shared secret, in hexadecimal. */
export const SIGNATURE_HEADER = "x-carrier-signature";
export const TIMESTAMP_HEADER = "x-carrier-timestamp";
