import type { Finding } from "../policy/finding.ts";
import type { Plan } from "./campaign.ts";

/** Findings that a plan's own providers may block for: whoever approves it accepts them by name. */
export function risksOf({ report, routing }: Plan): Finding[] {
  const used = routing.filter(({ recipients }) => recipients > 0);
  return report.findings.filter((finding) =>
    used.some(({ provider }) => (finding.providers[provider] ?? "info") !== "info"),
  );
}
