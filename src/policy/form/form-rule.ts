import type { Locale } from "../../locale/locale.ts";
import type { Rule } from "../rule.ts";

/** What a hit costs, in segments. */
export interface Figures {
  readonly now?: number;
  readonly could?: number;
  /** Characters to leave out for that. */
  readonly fewer?: number;
  /** Characters of other kinds that cost the same. */
  readonly others?: number;
  /** What to write instead; empty to leave it out, undefined where nothing stands for it. */
  readonly instead?: string | undefined;
}

/** What a check of form says of one place; an empty range is about the whole text. */
export interface FormHit {
  readonly rule: FormRule;
  readonly start: number;
  readonly end: number;
  /** `DISGUISE` bits. */
  readonly disguise: number;
  /** What the messages are told: a character, a length. */
  readonly detail: string;
  /** What a button can put in its place. */
  readonly fix?: string;
  readonly figures?: Figures;
  /** Providers that it is about, by profile; undefined: all. */
  readonly concerns?: (profile: string) => boolean;
}

/** A rule about how a text is made rather than what it says. */
export interface FormRule extends Pick<Rule, "id" | "severity" | "profiles" | "source"> {
  readonly category: "form" | "contact";
  readonly why: (locale: Locale, detail: string, figures?: Figures) => string;
  readonly suggestion: (locale: Locale, detail: string, figures?: Figures) => string | undefined;
  readonly question?: (locale: Locale) => string;
}
