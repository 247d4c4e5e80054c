/** How much a finding weighs: `block` will most likely be refused, `warn` may be, `info` is good to know. */
export const SEVERITIES = ["info", "warn", "block"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Compares severities, the graver first. */
export function byGravity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a);
}

export type Verdict = "pass" | "warn" | "block";

/** One place in a text that content policy objects to. Offsets are UTF-16 code units of the original text, `[start, end)`. */
export interface Finding {
  /** `wechat.add`, `carrier.words` … */
  readonly rule: string;
  readonly category: string;
  /** The worst over the providers asked about. */
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  /** The original text in that range. */
  readonly match: string;
  /** How the term was disguised, if it was: `fullwidth`, `traditional`, `noise`, `lookalike`, `homophone`, `pinyin`, `split` … */
  readonly disguises: readonly string[];
  /** In the reader's language. */
  readonly why: string;
  readonly suggestion: string | undefined;
  /** Severity at each provider asked about that objects, by provider id. */
  readonly providers: Readonly<Record<string, Severity>>;
  /** The calendar window that raised it, by name, if one did. */
  readonly event: string | undefined;
  /** Where the rule comes from. */
  readonly source: string | undefined;
  /** Carriers known to intercept this at that moment, whatever the provider says: `telecom`, `unicom`, `mobile`. */
  readonly carriers?: readonly string[];
  /** What the text cannot tell, asked of the merchant: is the link registered? */
  readonly question?: string;
  /** What a button can put in the range's place, where the rule knows; empty: the place can just be left out. */
  readonly fix?: string;
  /** What receipts told of this rule and phrase lately, by provider id. */
  readonly experience?: Readonly<Record<string, Experience>>;
}

/** How often texts with a phrase were blocked at a provider. */
export interface Experience {
  /** Recipients whose receipt said that the content was blocked, of `total` that were blocked or delivered. */
  readonly blocked: number;
  readonly total: number;
  /** The 95 % confidence interval of the share that is blocked, 0 to 1. */
  readonly low: number;
  readonly high: number;
}

/** What policy says of a text at a moment, for some providers. */
export interface PolicyReport {
  /** The best over the providers: `block` only when every provider blocks. */
  readonly verdict: Verdict;
  readonly providers: Readonly<Record<string, Verdict>>;
  readonly findings: readonly Finding[];
  /** Times of tighter control that the moment falls into, by name. */
  readonly events?: readonly string[];
  /** Findings left out because a member silenced them. */
  readonly silenced?: number;
}
