import { z } from "zod";
import { accountShape, endpointSchema } from "../../src/delivery/provider-account.ts";

const sid = (prefix: string, where: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`, "u"), `is ${prefix} and 32 digits: ${where}`);

/** A provider account of kind `twilio`. */
export const twilioConfigSchema = z
  .object({
    kind: z.literal("twilio"),
    ...accountShape,
    accountSid: sid("AC", "Twilio Console → Account Info"),
    /** Signs the webhooks, and the calls too where there is no `apiKey`. Of the very account that sends. */
    authToken: z
      .string()
      .min(
        16,
        "the primary Auth Token: Twilio Console → Account Info; webhooks are signed with it",
      ),
    /** Signs the calls in place of the token. */
    apiKey: z
      .object({
        sid: sid("SK", "Twilio Console → API keys & tokens"),
        secret: z.string().min(16),
      })
      .optional(),
    /** The number, short code or alphanumeric sender that texts come from. */
    from: z
      .string()
      .regex(
        /^(?:\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11})$/u,
        "is a number in E.164 (+15551234567), a short code, or a sender name of at most 11 letters and digits",
      )
      .optional(),
    /** A pool of senders, in place of `from`. */
    messagingServiceSid: sid("MG", "Twilio Console → Messaging → Services").optional(),
    /** Another host in place of api.twilio.com: an emulator, a proxy. */
    endpoint: endpointSchema.optional(),
    /** Where Twilio takes the calls: `sydney`, `au1`. */
    edge: z.string().min(1).optional(),
    region: z.string().min(1).optional(),
    /** Its profile of content policy. */
    profile: z.string().min(1).default("twilio"),
    batchSize: z.number().int().min(1).max(500).default(50),
    /** Calls under way at once. Twilio takes one recipient a call and limits how many run together. */
    concurrency: z.number().int().min(1).max(50).default(10),
    ratePerSecond: z.number().positive().default(10),
    /** How long an answer is waited for, before the message's outcome is unknown. */
    timeoutMs: z.number().int().positive().default(10_000),
    /** How long a call in all waits for Twilio to take what it refused for the moment (429, not reached). */
    holdMs: z.number().int().min(0).default(5_000),
    /** Seconds a text may wait in Twilio's queue; later it is not sent. Twilio's own default is ten hours. */
    validitySeconds: z.number().int().min(1).max(36_000).optional(),
  })
  .refine(
    ({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined),
    {
      path: ["from"],
      error: "give one of from and messagingServiceSid",
    },
  )
  .refine(
    ({ endpoint, edge, region }) => endpoint === undefined || (edge ?? region) === undefined,
    {
      path: ["endpoint"],
      error: "stands in place of edge and region: give the one or the others",
    },
  );
export type TwilioConfig = z.output<typeof twilioConfigSchema>;
