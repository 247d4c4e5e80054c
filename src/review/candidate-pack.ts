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
        id: `learned.${ruleName(provider)}`,
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

const DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** A provider's id as a rule's name, which has letters only: line-1 and line-2 are two rules. */
function ruleName(provider: string): string {
  return provider.replaceAll("-", "_").replace(/\d/gu, (digit) => DIGITS[Number(digit)] ?? "");
}
