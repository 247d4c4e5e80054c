import { z } from "zod";
import type { Severity } from "./finding.ts";
import { SEVERITIES } from "./finding.ts";
import { PROFILES } from "./profiles.ts";
import { categoryOf, type Rule, type Weight } from "./rule.ts";

/** What a provider (or the carrier behind it) takes: how long, in which form, and where it departs from the rules. */
export const profileSchema = z.object({
  id: z.string().min(1),
  name: z.object({ "zh-CN": z.string(), en: z.string() }),
  /** The profile that it follows in everything it does not say itself. */
  like: z.string().optional(),
  /** Most UTF-16 units of a text, signature included. */
  longest: z.number().int().positive().optional(),
  /** The only opt-out wording it takes. */
  optOut: z.string().optional(),
  /** How it counts segments. */
  segments: z.enum(["mainland", "gsm"]).optional(),
  /** Weights by rule id or by category, where they differ from what the rules themselves say of it. */
  weights: z.record(z.string(), z.enum([...SEVERITIES, "off"])).default({}),
  /** Where it is written, with the date. */
  source: z.string().min(1),
});
export type Profile = z.output<typeof profileSchema>;
export type ProfileInput = z.input<typeof profileSchema>;

export interface Profiles {
  /** What a rule weighs at a provider of that profile; undefined when it does not apply there. */
  weigh(
    profile: string,
    rule: Pick<Rule, "id" | "category" | "severity" | "profiles">,
  ): Severity | undefined;
  /** A setting of the profile or of the one it is like. */
  setting<K extends "longest" | "optOut" | "segments">(profile: string, key: K): Profile[K];
}

/** The profile that says what an unknown one is taken for: a carrier's line. */
const GENERIC = "smpp";

/** Puts profiles together; later ones with the same id replace earlier ones. Throws `ZodError` where one is not right. */
export function createProfiles(extra: readonly ProfileInput[] = []): Profiles {
  const byId = new Map<string, Profile>();
  for (const input of [...PROFILES, ...extra]) {
    const profile = profileSchema.parse(input);
    byId.set(profile.id, profile);
  }
  const lines = new Map<string, readonly Profile[]>();

  /** The profile, what it is like, and so on; an unknown one is like a carrier's line. */
  function lineOf(id: string): readonly Profile[] {
    const known = lines.get(id);
    if (known !== undefined) return known;
    const line: Profile[] = [];
    for (let next = byId.get(id) ?? byId.get(GENERIC); next !== undefined; ) {
      if (line.includes(next)) throw new RangeError(`profile ${id} is like itself`);
      line.push(next);
      next = next.like === undefined ? undefined : byId.get(next.like);
    }
    lines.set(id, line);
    return line;
  }

  return {
    weigh(id, rule) {
      const weight = weightIn(lineOf(id), rule);
      return weight === "off" ? undefined : weight;
    },
    setting(id, key) {
      return lineOf(id).find((profile) => profile[key] !== undefined)?.[key] as Profile[typeof key];
    },
  };
}

function weightIn(
  line: readonly Profile[],
  rule: Pick<Rule, "id" | "category" | "severity" | "profiles">,
): Weight {
  for (const { id, weights } of line) {
    const own = weights[rule.id] ?? weights[categoryOf(rule)] ?? rule.profiles[id];
    if (own !== undefined) return own;
  }
  return rule.severity;
}
