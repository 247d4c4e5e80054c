import { z } from "zod";
import { accountShape } from "../../src/delivery/provider-account.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import { FAILURE_REASONS } from "../../src/delivery/reason.ts";

const milliseconds = z.number().int().positive();
const octet = z.number().int().min(0).max(255);
/** A C-octet string: printable ASCII, without its closing NUL. */
const ascii = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\x20-\x7e]*$/u, "must be printable ASCII");

const reason = z.enum(
  FAILURE_REASONS.filter((name): name is CarrierReason => name !== "no_result"),
);
const messageIdForm = z.enum(["text", "decimal", "hex"]);
export type MessageIdForm = z.output<typeof messageIdForm>;

const tlsSchema = z.object({
  /** PEM files: whom we believe, and who we are. */
  caFile: z.string().optional(),
  certFile: z.string().optional(),
  keyFile: z.string().optional(),
  /** The name in its certificate, where that is not `host`. */
  serverName: z.string().optional(),
  /** Only for a line that is private anyway: anyone may say that he is the SMSC. */
  anyCertificate: z.boolean().default(false),
});

const zone = z.string().refine(
  (timeZone) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone }) !== undefined;
    } catch {
      return false;
    }
  },
  { error: "must be a time zone such as Asia/Shanghai" },
);

/** A provider account of kind `smpp`. docs/providers/smpp.md explains each field. */
export const smppConfigSchema = z
  .object({
    kind: z.literal("smpp"),
    ...accountShape,
    /** Its profile of content policy. */
    profile: z.string().min(1).default("smpp"),

    host: z.string().min(1),
    port: z.number().int().min(1).max(65535).default(2775),
    tls: z.union([z.boolean(), tlsSchema]).default(false),
    systemId: ascii(15).min(1),
    /** SMPP 3.4 has 8 characters; many SMSCs take more. */
    password: ascii(64),
    systemType: ascii(12).default(""),
    /** One bind for both ways, or a transmitter and a receiver. */
    bind: z.enum(["transceiver", "separate"]).default("transceiver"),

    /** Numbers marked as being sent at a time; a crash leaves those not reached without a result. Without it: half a second's worth. */
    batchSize: z.number().int().min(1).max(1000).optional(),
    /** Messages (`submit_sm`, so each part of a long text) a second. */
    ratePerSecond: z.number().positive().default(50),
    /** Messages sent and not yet answered. */
    window: z.number().int().min(1).max(1000).default(10),

    connectMs: milliseconds.default(10_000),
    /** How long an answer is waited for, before a message's outcome is unknown. */
    responseMs: milliseconds.default(8_000),
    /** How long one call goes on beginning messages, those throttled included; the rest stays pending. */
    callMs: milliseconds.default(3_000),
    /** A silent line is asked whether it is there. */
    enquireMs: milliseconds.default(30_000),
    reconnect: z
      .object({ firstMs: milliseconds.default(1_000), mostMs: milliseconds.default(60_000) })
      .prefault({}),
    /** How long the other parts of a long reply are waited for, unacknowledged. */
    joinMs: milliseconds.default(3_000),

    source: z.object({
      /** A number, or up to 11 letters and digits. */
      address: ascii(20),
      ton: octet.optional(),
      npi: octet.optional(),
    }),
    destination: z
      .object({
        ton: octet.default(1),
        npi: octet.default(1),
        /** 8613800138000, +8613800138000 or 13800138000. */
        format: z.enum(["international", "plus", "national"]).default("international"),
      })
      .prefault({}),
    serviceType: ascii(5).default(""),

    /** `gsm7`: GSM 03.38 where the text allows it. `ucs2`: always UCS-2. Without it: as the profile counts segments. */
    encoding: z.enum(["gsm7", "ucs2"]).optional(),
    dataCoding: z.object({ gsm7: octet.default(0), ucs2: octet.default(8) }).prefault({}),
    /** How a text of several parts travels. */
    longText: z.enum(["udh8", "udh16", "sar", "payload"]).default("udh8"),

    messageIds: z
      .object({
        submit: messageIdForm.default("text"),
        receipt: messageIdForm.default("text"),
        /** The id in the TLV receipted_message_id; without it, as in the answer. */
        tlv: messageIdForm.optional(),
      })
      .refine((ids) => (ids.submit === "text") === (ids.receipt === "text"), {
        error: "submit and receipt must both be text, or both be numbers",
      })
      .refine((ids) => (ids.submit === "text") === ((ids.tlv ?? ids.submit) === "text"), {
        error: "tlv must be text where submit is, and a number where it is",
      })
      .prefault({}),
    /** What this SMSC means by a receipt's `err`, its `stat`, or `stat:err`. */
    errorCodes: z.record(z.string().min(1), reason).default({}),
    /** What it means by a command_status such as 0x0445. */
    statusCodes: z
      .record(
        z.string().regex(/^0x[0-9a-f]{1,8}$/iu, "must be like 0x0445"),
        z.enum([...reason.options, "throttled", "account", "unclear"]),
      )
      .default({}),
    /** Whose clock the dates in its receipts are. */
    timeZone: zone.default("UTC"),
    /** Takes what reads like a receipt for one though esm_class does not say so. A person could write such a text. */
    unflaggedReceipts: z.boolean().default(false),
    /** The country of numbers that come without their country code. */
    region: z
      .string()
      .regex(/^[A-Z]{2}$/u, "must be a country such as CN")
      .default("CN"),
  })
  .refine(({ reconnect }) => reconnect.firstMs <= reconnect.mostMs, {
    path: ["reconnect"],
    error: "firstMs must not be more than mostMs",
  });
export type SmppConfig = z.output<typeof smppConfigSchema>;
