import { z } from "zod";
import type { MerchantId } from "../ids.ts";
import { LOCALES, type Locale } from "../locale/locale.ts";
import type { Doc } from "../store/collection.ts";

/** The longest window a frequency cap can have, in local days. */
export const FREQUENCY_DAYS_MOST = 30;

/** What a merchant may change; the defaults are the product's. */
export const merchantSettingsSchema = z.object({
  /** May the drafter approve their own campaign? */
  selfApproval: z.boolean().default(false),
  /** Above this many sendable recipients two different approvers are needed. */
  twoApproversAbove: z.number().int().min(0).default(10_000),
  /** Local minutes after midnight, `[from, to)`, in which marketing may go out. */
  windowFrom: z.number().int().min(0).max(1439).default(480),
  windowTo: z.number().int().min(1).max(1440).default(1200),
  /** The frequency cap: marketing SMS one number may get in any window of `frequencyDays` local days. */
  perDay: z.number().int().min(1).max(20).default(1),
  frequencyDays: z.number().int().min(1).max(FREQUENCY_DAYS_MOST).default(1),
  /** Days after settlement for which failed recipients can be listed. */
  detailDays: z.number().int().min(1).max(365).default(30),
  /** Hours for which an approval, or the wait for one, holds. */
  approvalHours: z.number().int().min(1).max(168).default(24),
  /** Retry a recipient once elsewhere when one provider blocks the content? */
  contentFailover: z.boolean().default(false),
  /** A campaign to more people than this sends a first small share at each provider and waits for its receipts. */
  canaryAbove: z.number().int().min(0).default(1_000),
  /** That share in percent of a provider's people, and the least and most people that go first. */
  canaryShare: z.number().int().min(1).max(100).default(5),
  canaryLeast: z.number().int().min(1).max(10_000).default(20),
  canaryMost: z.number().int().min(1).max(10_000).default(200),
  /** Seconds for which the share's receipts are awaited. */
  canarySeconds: z.number().int().min(5).max(3_600).default(120),
  /** Percent of the share's results that stop a provider: blocked for content, failed in all. */
  canaryBlocked: z.number().int().min(1).max(100).default(10),
  canaryFailed: z.number().int().min(1).max(100).default(50),
  /** Below so many free segments the merchant is told, once; 0: never. */
  lowBalance: z.number().int().min(0).max(100_000_000).default(1_000),
  /** Test messages that one member may send in an hour. */
  testsPerHour: z.number().int().min(0).max(60).default(5),
  /** Added to texts that tell no way out. */
  optOutLine: z.string().min(1).max(40).default("拒收请回复R"),
});
export type MerchantSettings = z.output<typeof merchantSettingsSchema>;

/** The tenant: a shop with a signature, a time zone, a locale, and settings. */
export interface Merchant extends Doc {
  readonly _id: MerchantId;
  readonly name: string;
  /** Without brackets: 【…】 is added where the text has none. */
  readonly signature: string;
  readonly timeZone: string;
  readonly locale: Locale;
  readonly settings: MerchantSettings;
  readonly createdAt: number;
  /** Number of the last campaign. */
  readonly campaigns: number;
  /** Number of the last list. */
  readonly lists?: number;
}

/** A merchant's settings, whole: one who was set up before a setting existed has its default. */
export function settingsOf(merchant: Pick<Merchant, "settings">): MerchantSettings {
  return merchantSettingsSchema.parse(merchant.settings);
}

/** True for a time zone the runtime knows, such as `Asia/Shanghai`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What setting up a merchant asks. A signature is 2 to 12 characters, without brackets. */
export const merchantSetupSchema = z.object({
  name: z.string().trim().min(1).max(60),
  signature: z
    .string()
    .trim()
    .transform((text) => text.replace(/^【(.*)】$/u, "$1"))
    .pipe(z.string().regex(/^[^【】[\]]{2,12}$/u)),
  timeZone: z.string().trim().refine(isTimeZone),
  locale: z.enum(LOCALES),
});
export type MerchantSetup = z.output<typeof merchantSetupSchema>;
