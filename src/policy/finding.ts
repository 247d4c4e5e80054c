/** How much a finding weighs: `block` will most likely be refused, `warn` may be, `info` is good to know. */
export const SEVERITIES = ["info", "warn", "block"] as const;
export type Severity = (typeof SEVERITIES)[number];

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
}

/** What policy says of a text at a moment, for some providers. */
export interface PolicyReport {
  /** The best over the providers: `block` only when every provider blocks. */
  readonly verdict: Verdict;
  readonly providers: Readonly<Record<string, Verdict>>;
  readonly findings: readonly Finding[];
}
