import { z } from "zod";
import { SEVERITIES } from "./finding.ts";

/**
 * Words: a list, or one text with spaces between them, where `_` stands for a space within a word (`happy_hour`).
 * `<link>` `<email>` `<mobile>` `<hotline>` `<number>` `<amount>` `<one>` stand for what they name (see `spans.ts`),
 * `<id>` for a made-up name of letters and digits.
 */
const words = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    (typeof given === "string" ? given.split(/\s+/) : given)
      .map((word) => word.replaceAll("_", " ").trim())
      .filter((word) => word !== ""),
  );

const bilingual = z.object({ "zh-CN": z.string().min(1), en: z.string().min(1) });
const weight = z.enum([...SEVERITIES, "off"]);
const context = z.object({
  words,
  /** At most this many characters away, noise not counted, in the same sentence. */
  within: z.number().int().min(0).max(40),
});

/** One rule: what it looks for, where that is harmless, how grave it is for whom, why, and what to write instead. */
export const ruleSchema = z.object({
  /** `wechat.add`; what stands before the dot is the category unless one is given. */
  id: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  category: z.string().optional(),
  terms: words.default([]),
  /** Words in this order, each at most `within` characters after the one before, in one sentence. */
  patterns: z
    .array(z.object({ parts: z.array(words).min(2), within: z.number().int().min(0).max(20) }))
    .default([]),
  /** Of the terms, those that are also sought by their sound: homophones and pinyin. */
  sounds: words.default([]),
  /** Longer wordings that hold a term and are harmless: they win. */
  harmless: words.default([]),
  /** When given, a term counts only near one of these. */
  near: context.optional(),
  /** A term does not count near one of these. */
  unless: context.optional(),
  /** Weight at every profile, unless `profiles` says otherwise; `off` where it does not apply. */
  severity: weight,
  profiles: z.record(z.string(), weight).default({}),
  why: bilingual,
  suggestion: bilingual.optional(),
  /**
   * What a button puts in the place of these words, or of any term of the rule where none are given; empty leaves it
   * out. Only what reads well whatever stands around it. The first that fits counts.
   */
  rewrites: z
    .array(z.object({ words: words.optional(), "zh-CN": z.string(), en: z.string() }))
    .default([]),
  /** What the text cannot tell, asked of the merchant. */
  question: bilingual.optional(),
  /** The published rule or law it comes from, with its date. */
  source: z.string().min(1),
});
export type Rule = z.output<typeof ruleSchema>;
export type RuleInput = z.input<typeof ruleSchema>;
export type Weight = z.output<typeof weight>;

/** The rules of one category, in one file. */
export const packSchema = z.object({
  name: z.string().min(1),
  /** When its sources were last read, `YYYY-MM-DD`: rules change with carriers and regulators. */
  checked: z.iso.date(),
  /** Harmless wordings for all rules of the pack; in a pack without rules, for all rules of all packs. */
  harmless: words.default([]),
  rules: z.array(ruleSchema),
});
export type Pack = z.output<typeof packSchema>;
export type PackInput = z.input<typeof packSchema>;

/** The category a rule's findings are counted under. */
export function categoryOf(rule: Pick<Rule, "id" | "category">): string {
  return rule.category ?? rule.id.slice(0, rule.id.indexOf("."));
}
