import { z } from "zod";
import { providerIdSchema } from "../../src/providers-file.ts";

const share = z.number().min(0).max(1);

/** How the simulated carrier behaves. Times in milliseconds. */
export const carrierConfigSchema = z.object({
  /** The same seed gives the same number the same fate. */
  seed: z.number().int().default(1),
  /** Texts with one of these words, spaces aside, are blocked. */
  blockedWords: z.array(z.string().min(1)).default([]),
  /** How long carriers take to report: this on average, at most three times as long. */
  receiptMs: z.number().min(0).default(10_000),
  /** How long those take that report late, and very late. */
  lateMs: z
    .number()
    .min(0)
    .default(65 * 60_000),
  veryLateMs: z
    .number()
    .min(0)
    .default(73 * 3_600_000),
  /** How long the provider takes to answer a call. */
  answerMs: z.number().min(0).default(20),
  /** Calls beyond this many recipients a second are refused with 429. */
  throttleAbove: z.number().positive().default(10_000),
  /** Shares of the numbers; the rest is delivered. */
  shares: z
    .object({
      unreachable: share.default(0.04),
      blacklisted: share.default(0.01),
      opted_out: share.default(0.005),
      too_frequent: share.default(0.01),
      unknown: share.default(0.01),
      silent: share.default(0.01),
      late: share.default(0.01),
      /** Receipts that come twice, and of those delivered, people who reply R. */
      repeated: share.default(0.02),
      replies: share.default(0.01),
    })
    .prefault({}),
});
export type CarrierConfig = z.output<typeof carrierConfigSchema>;

/** A provider account of kind `simulator`. */
export const simulatorConfigSchema = carrierConfigSchema.extend({
  kind: z.literal("simulator"),
  id: providerIdSchema,
  name: z.string().min(1).max(40),
  /** Where a simulated carrier listens; without it one is started in this process. */
  endpoint: z.url({ protocol: /^http$/ }).optional(),
  /** Its profile of content policy. */
  profile: z.enum(["sim-strict", "sim-lenient"]),
  weight: z.number().min(0).default(1),
  batchSize: z.number().int().min(1).max(1000).default(100),
  ratePerSecond: z.number().positive().default(500),
  /** Local minutes after midnight in which it takes marketing. */
  hours: z.object({ from: z.number().int().min(0), to: z.number().int().max(1440) }).optional(),
  /** Shared with the carrier: signs what it pushes. */
  webhookSecret: z.string().min(16).default("simulated-carrier-secret"),
  timeoutMs: z.number().positive().default(10_000),
});
export type SimulatorConfig = z.output<typeof simulatorConfigSchema>;
