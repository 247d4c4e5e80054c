import type { Locale } from "../../locale/locale.ts";
import { reviewText } from "../../locale/review.ts";
import type { Finding } from "../../policy/finding.ts";
import { isFixable } from "../../review/fixes.ts";
import { type ReviewSubject, subjectArgs } from "../../review/subject.ts";
import { canBeSilenced } from "../../review/text-findings.ts";
import type { Action } from "../card.ts";

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
    ...(findings.some(canBeSilenced) ? [{ id: "review.handle", args, label: t.handle }] : []),
  ];
}
