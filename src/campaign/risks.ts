import type { Finding, PolicyReport } from "../policy/finding.ts";
import type { Plan } from "./campaign.ts";

/** What policy says of a plan's texts. */
export function reportsOf({
  report,
  second,
}: Pick<Plan, "report" | "second">): readonly PolicyReport[] {
  return second === null ? [report] : [report, second.report];
}

/** Findings that a plan's own providers may block for: whoever approves it accepts them by name. */
export function risksOf(plan: Pick<Plan, "report" | "second" | "routing">): Finding[] {
  const used = plan.routing.filter(({ recipients }) => recipients > 0);
  return reportsOf(plan)
    .flatMap(({ findings }) => findings)
    .filter((finding) =>
      used.some(({ provider }) => (finding.providers[provider] ?? "info") !== "info"),
    );
}

/** Whether one of a plan's texts is blocked by now at a provider that people are to go through. */
export function isBlocked(plan: Pick<Plan, "report" | "second" | "routing">): boolean {
  return plan.routing.some(
    ({ recipients, provider }) =>
      recipients > 0 && reportsOf(plan).some(({ providers }) => providers[provider] === "block"),
  );
}
