import { byGravity, type Finding } from "./finding.ts";

/**
 * Findings in order of where they stand, without those that only repeat another: the same category, inside its range,
 * no graver anywhere; of two in one place the one that says how it is hidden. One pass over them.
 */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      a.start - b.start ||
      b.end - a.end ||
      byGravity(a.severity, b.severity) ||
      b.disguises.length - a.disguises.length,
  );
  const last = new Map<string, Finding>();
  const kept: Finding[] = [];
  for (const finding of sorted) {
    const before = last.get(finding.category);
    if (before !== undefined && finding.end > finding.start && repeats(finding, before)) continue;
    last.set(finding.category, finding);
    kept.push(finding);
  }
  return kept;
}

function repeats(finding: Finding, before: Finding): boolean {
  if (finding.end > before.end || before.end === before.start) return false;
  return Object.entries(finding.providers).every(([id, severity]) => {
    const other = before.providers[id];
    return other !== undefined && byGravity(other, severity) <= 0;
  });
}
