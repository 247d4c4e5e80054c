import type { Finding, PolicyReport, Verdict } from "./finding.ts";

/** What findings come to at each provider, and in all: the best of them, for the text goes where it passes. */
export function verdicts(
  providers: readonly string[],
  findings: readonly Finding[],
): Pick<PolicyReport, "verdict" | "providers"> {
  const byProvider: Record<string, Verdict> = {};
  for (const id of providers) {
    const severities = findings.map((finding) => finding.providers[id]);
    byProvider[id] = severities.includes("block")
      ? "block"
      : severities.includes("warn")
        ? "warn"
        : "pass";
  }
  const all = Object.values(byProvider);
  const best = all.includes("pass") ? "pass" : all.includes("warn") ? "warn" : "block";
  return { verdict: all.length === 0 ? "pass" : best, providers: byProvider };
}
