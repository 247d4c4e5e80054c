import type { Locale } from "../locale/locale.ts";
import type { PolicyReport } from "./finding.ts";

/** What a check is asked. */
export interface PolicyQuestion {
  /** The text as it will arrive, signature and opt-out line included, or as much of it as has been typed. */
  readonly text: string;
  /** The providers it may go through, each with its policy profile. */
  readonly providers: readonly { readonly id: string; readonly profile: string }[];
  /** When it would go, epoch ms. */
  readonly at: number;
  readonly timeZone: string;
  /** Language of `why` and `suggestion`. */
  readonly locale: Locale;
}

/** Content policy: pure, synchronous, fast enough for every keystroke. A pass is never a promise. */
export interface Policy {
  check(question: PolicyQuestion): PolicyReport;
}
