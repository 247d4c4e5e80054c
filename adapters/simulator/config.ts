import { z } from "zod";
import { accountShape } from "../../src/delivery/provider-account.ts";
import { MAGIC_FATES, SHARED_FATES } from "./fate.ts";

const share = z.number().min(0).max(1);
const milliseconds = z.number().min(0);
const HOUR = 3_600_000;

/** Shares of the numbers; the rest is delivered. */
const sharesSchema = z
  .object({
    unreachable: share.default(0.04),
    blacklisted: share.default(0.01),
    opted_out: share.default(0.005),
    too_frequent: share.default(0.01),
    unknown: share.default(0.01),
    silent: share.default(0.01),
    late: share.default(0.01),
    /** Of those delivered: receipts that come twice, and people who reply R. */
    repeated: share.default(0.02),
    replies: share.default(0.01),
  })
  .refine((shares) => SHARED_FATES.reduce((sum, fate) => sum + shares[fate], 0) <= 1, {
    error: `${SHARED_FATES.join(", ")} must not be more than 1 together`,
  });

/** How the simulated carrier behaves. Times in milliseconds. */
export const carrierConfigSchema = z.object({
  /** The same seed gives the same number the same fate. */
  seed: z.number().int().default(1),
  /** Texts with one of these words are blocked, whatever their spaces, width and case. */
  blockedWords: z.array(z.string().min(1)).default([]),
  /** Fates of whole ranges: a province, or all of a carrier's numbers, down. Numbers as in E.164. */
  ranges: z
    .array(z.object({ startsWith: z.string().regex(/^\+\d+$/u), fate: z.enum(MAGIC_FATES) }))
    .default([]),
  shares: sharesSchema.prefault({}),
  /** How long carriers take to report: this on average, at most three times as long. */
  receiptMs: milliseconds.default(10_000),
  /** How long those take that report late, and very late. */
  lateMs: milliseconds.default(65 * 60_000),
  veryLateMs: milliseconds.default(73 * HOUR),
  /** How long the provider takes to answer a call. */
  answerMs: milliseconds.default(20),
  /** Calls beyond this many recipients a second are refused with 429. */
  throttleAbove: z.number().positive().default(10_000),
  /** Whether receipts name our own reference besides the provider's message id, as some providers do. */
  echoes: z.boolean().default(true),
  /** How often a push is tried before it is given up and can only be pulled; without it, until it is taken. */
  pushTries: z.number().int().min(1).optional(),
  /** How long after the first refusal a push is tried again; then twice as long each time, up to twenty times. */
  pushRetryMs: milliseconds.default(100),
});
export type CarrierConfig = z.output<typeof carrierConfigSchema>;

/** A provider account of kind `simulator`. */
export const simulatorConfigSchema = carrierConfigSchema
  .extend({
    kind: z.literal("simulator"),
    ...accountShape,
    /** Where a simulated carrier listens; without it one is started in this process. */
    endpoint: z.url({ protocol: /^http$/ }).optional(),
    /** Its profile of content policy. */
    profile: z.enum(["sim-strict", "sim-lenient"]),
    batchSize: z.number().int().min(1).max(1000).default(100),
    ratePerSecond: z.number().positive().default(500),
    /** Shared with the carrier: signs what it pushes. Give one where others can reach the webhook. */
    webhookSecret: z.string().min(16).optional(),
    /** How long an answer is waited for, before the call's outcome is unknown. */
    timeoutMs: z.number().positive().default(10_000),
  })
  .refine(({ endpoint, throttleAbove, batchSize }) => endpoint || throttleAbove >= batchSize, {
    path: ["throttleAbove"],
    error: "must not be less than batchSize, or a full call never gets through",
  });
export type SimulatorConfig = z.output<typeof simulatorConfigSchema>;
