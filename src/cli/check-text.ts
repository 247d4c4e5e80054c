import { countSegments } from "../delivery/segments.ts";
import type { PolicyQuestion } from "../policy/contract.ts";
import type { Finding, PolicyReport, Verdict } from "../policy/finding.ts";
import { createPolicy, type PolicyOptions } from "../policy/policy.ts";
import { createProfiles } from "../policy/profile.ts";

/** What is said of one text. */
export interface Checked {
  /** The best over the providers: `block` only when every provider blocks. */
  readonly verdict: Verdict;
  readonly providers: PolicyReport["providers"];
  readonly segments: number;
  readonly findings: readonly Finding[];
}

/**
 * Builds the check that every line goes through. A text is taken as it stands, and counted once for all its providers,
 * as a campaign is: by the mainland's count as soon as one of them uses it, by GSM when all are abroad.
 */
export function createCheck(
  options: PolicyOptions,
  question: Omit<PolicyQuestion, "text">,
): (text: string) => Checked {
  const policy = createPolicy(options);
  const profiles = createProfiles(options.profiles);
  const abroad = question.providers.every(
    ({ profile }) => profiles.setting(profile, "segments") === "gsm",
  );
  return (text) => {
    const { verdict, providers, findings } = policy.check({ ...question, text });
    const { segments } = countSegments(text, abroad ? "gsm" : "mainland");
    return { verdict, providers, segments, findings };
  };
}
