import type { Locale } from "../../locale/locale.ts";
import { reviewText } from "../../locale/review.ts";
import type { Finding } from "../../policy/finding.ts";
import { isFixable } from "../../review/fixes.ts";
import type { Action } from "../card.ts";

/** What the findings that buttons are about were found in: a campaign of one version, or a text that was checked. */
export type ReviewSubject =
  | { readonly kind: "campaign"; readonly id: string; readonly version: number }
  | { readonly kind: "check"; readonly id: string };

/** The subject as a button or a form carries it. */
export function subjectArgs(subject: ReviewSubject): string[] {
  return subject.kind === "campaign"
    ? ["campaign", subject.id, String(subject.version)]
    : ["check", subject.id];
}

/** Undefined for what no card of ours carries. */
export function readSubject(args: readonly string[]): ReviewSubject | undefined {
  const [kind, id = "", version = ""] = args;
  if (kind === "check") return { kind, id };
  return kind === "campaign" ? { kind, id, version: Number(version) } : undefined;
}

/** The buttons that findings bring: take the suggested wording, or say what is to become of one. */
export function reviewActions(
  findings: readonly Finding[],
  subject: ReviewSubject,
  locale: Locale,
): Action[] {
  const t = reviewText[locale];
  const args = subjectArgs(subject);
  return [
    ...(isFixable(findings) ? [{ id: "review.mend", args, label: t.mend }] : []),
    ...(findings.length > 0 ? [{ id: "review.handle", args, label: t.handle }] : []),
  ];
}
