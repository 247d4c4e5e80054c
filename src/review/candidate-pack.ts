import type { PackInput } from "../policy/rule.ts";
import type { RuleCandidate } from "./candidates.ts";

/**
 * A rule pack drafted from candidates, for the operator to read, to correct, and to put into the folder of their own
 * packs: a `warn`, one rule for each provider's phrases, with the figures as its source.
 */
export function candidatePack(candidates: readonly RuleCandidate[], today: string): PackInput {
  const providers = [...new Set(candidates.map(({ provider }) => provider))];
  return {
    name: "candidates",
    checked: today,
    rules: providers.map((provider) => {
      const own = candidates.filter((candidate) => candidate.provider === provider);
      const figures = own.map(({ phrase, blocked, total }) => `${phrase} ${blocked}/${total}`);
      return {
        id: `learned.${provider.replaceAll(/[^a-z]/gu, "_")}`,
        terms: own.map(({ phrase }) => phrase),
        severity: "warn",
        why: {
          "zh-CN": `近期在 ${provider} 被拦截过`,
          en: `was blocked at ${provider} lately`,
        },
        source: `receipts, ${today}: ${figures.join(", ")}`,
      };
    }),
  };
}
