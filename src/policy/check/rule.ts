import { z } from "zod";
import { SEVERITIES } from "../finding.ts";

const words = z.array(z.string().min(1));
const bilingual = z.object({ "zh-CN": z.string().min(1), en: z.string().min(1) });

/** One rule: what it looks for, where that is harmless, how grave it is for whom, why, and what to write instead. */
export const ruleSchema = z.object({
  /** `wechat.add`; the part before the dot is the category unless one is given. */
  id: z.string().regex(/^[a-z]+\.[a-z_]+$/),
  category: z.string().optional(),
  terms: words,
  /** Longer wordings that contain a term and are harmless: they win. */
  harmless: words.default([]),
  /** When given, a term only counts with one of these within `near` characters. */
  near: words.optional(),
  nearWithin: z.number().int().positive().default(6),
  /** Severity for every profile, unless `profiles` says otherwise; `off` where it does not apply. */
  severity: z.enum(SEVERITIES),
  profiles: z.record(z.string(), z.enum([...SEVERITIES, "off"])).default({}),
  why: bilingual,
  suggestion: bilingual.optional(),
  /** The published rule or law it comes from, with its date. */
  source: z.string().min(1),
});
export type Rule = z.output<typeof ruleSchema>;
export type RuleInput = z.input<typeof ruleSchema>;

/** The rules of one category, in one file. */
export interface Pack {
  readonly name: string;
  readonly rules: readonly RuleInput[];
}
