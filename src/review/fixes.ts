import { byGravity, type Finding } from "../policy/finding.ts";

/** Marks that a removed phrase leaves standing side by side. */
const DOUBLED = /([，。；、！,;!\s])\s*(?:[，；、,;])+/gu;

/** Whether a button can mend anything in these findings. */
export function isFixable(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.fix !== undefined && finding.end > finding.start);
}

/**
 * A text with everything put right that rules know how to: graver findings first where two overlap. `text` is the part
 * of the checked text that begins at `from`; what lies outside it (signature, opt-out line) is left alone.
 */
export function applyFixes(text: string, from: number, findings: readonly Finding[]): string {
  const chosen: Finding[] = [];
  for (const finding of findings
    .filter(
      ({ start, end, fix }) =>
        fix !== undefined && end > start && start >= from && end <= from + text.length,
    )
    .sort((a, b) => byGravity(a.severity, b.severity) || a.start - b.start)) {
    if (chosen.every(({ start, end }) => finding.end <= start || finding.start >= end)) {
      chosen.push(finding);
    }
  }
  let mended = text;
  for (const { start, end, fix = "" } of chosen.sort((a, b) => b.start - a.start)) {
    mended = mended.slice(0, start - from) + fix + mended.slice(end - from);
  }
  return chosen.some(({ fix }) => fix === "") ? tidied(mended) : mended;
}

function tidied(text: string): string {
  return text
    .replace(DOUBLED, "$1")
    .replace(/^[，。；、,;\s]+/u, "")
    .replace(/ {2,}/gu, " ")
    .trim();
}
