import { campaignText } from "../../locale/campaign.ts";
import { formatNumber } from "../../locale/format.ts";
import type { Locale } from "../../locale/locale.ts";
import { reviewText } from "../../locale/review.ts";
import { byGravity, type Finding, type PolicyReport } from "../../policy/finding.ts";
import type { Rich, Section, Span } from "../card.ts";
import type { Notice } from "../form.ts";

/** The text with the offending places marked. */
export function markedText(text: string, findings: readonly Finding[]): Rich {
  const ranges = findings
    .filter((finding) => finding.severity !== "info" && finding.end > finding.start)
    .map(({ start, end }) => ({ start, end }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    const from = Math.max(start, at);
    if (end <= from) continue;
    if (from > at) spans.push(text.slice(at, from));
    spans.push({ text: text.slice(from, end), style: "mark" });
    at = end;
  }
  if (at < text.length) spans.push(text.slice(at));
  return spans;
}

export const SIGN = { info: "ℹ️", warn: "⚠️", block: "⛔" } as const;

/** How a verdict looks. */
export const VERDICT_TONE = { pass: "success", warn: "warning", block: "danger" } as const;

/** One finding in a line: how grave, what, where, why, what instead. */
export function findingLine(
  finding: Finding,
  locale: Locale,
  providerName: (id: string) => string,
): Rich {
  const t = campaignText[locale];
  const notes = [
    ...(finding.disguises.length > 0 ? [t.disguised] : []),
    ...(finding.event === undefined ? [] : [t.event(finding.event)]),
    ...Object.entries(finding.providers).map(([id, severity]) =>
      t.verdictAt(providerName(id), t.severity[severity]),
    ),
    ...experienceNotes(finding, locale, providerName),
  ];
  const quoted: Rich = finding.match === "" ? [] : [{ text: finding.match, style: "bold" }, " "];
  return [
    `${SIGN[finding.severity]} `,
    ...quoted,
    finding.why,
    ...(finding.suggestion === undefined ? [] : [` ${t.suggestion(finding.suggestion)}`]),
    ...(finding.question === undefined ? [] : [` ${finding.question}`]),
    ...(notes.length === 0 ? [] : [` (${notes.join("; ")})`]),
  ];
}

/** What receipts told of a phrase, where anything was blocked. */
function experienceNotes(
  { experience = {} }: Finding,
  locale: Locale,
  providerName: (id: string) => string,
): string[] {
  const n = (value: number) => formatNumber(locale, value);
  return Object.entries(experience)
    .filter(([, { blocked }]) => blocked > 0)
    .map(([id, { blocked, total, low, high }]) =>
      reviewText[locale].experience(
        providerName(id),
        n(blocked),
        n(total),
        `${Math.round(low * 100)}%`,
        `${Math.round(high * 100)}%`,
      ),
    );
}

/** At most this many findings are listed; the rest are counted. */
const MOST = 8;

/** All that policy has to say of a text: the time it goes out, the findings, what was silenced. */
export function reportSections(
  { findings, events = [], silenced = 0 }: PolicyReport,
  locale: Locale,
  providerName: (id: string) => string,
): Section[] {
  const t = reviewText[locale];
  const line = (text: string): Section => ({ kind: "text", text: [text] });
  return [
    ...(events.length === 0 ? [] : [line(t.events(events.join(", ")))]),
    findingsSection(findings, locale, providerName),
    ...(silenced === 0 ? [] : [line(t.silenced(formatNumber(locale, silenced)))]),
  ];
}

function findingsSection(
  findings: readonly Finding[],
  locale: Locale,
  providerName: (id: string) => string,
): Section {
  const t = campaignText[locale];
  if (findings.length === 0) return { kind: "text", text: [t.noFindings] };
  const items = gravest(findings)
    .slice(0, MOST)
    .map((finding) => findingLine(finding, locale, providerName));
  const more: Rich[] = findings.length > MOST ? [[`… +${findings.length - MOST}`]] : [];
  return { kind: "list", title: t.findingsTitle, items: [...items, ...more] };
}

/** Findings as remarks on a form's field. */
export function findingNotices(
  findings: readonly Finding[],
  locale: Locale,
  providerName: (id: string) => string,
): Notice[] {
  const tone = { info: "info", warn: "warning", block: "danger" } as const;
  return gravest(findings)
    .slice(0, MOST)
    .map((finding) => ({
      tone: tone[finding.severity],
      text: findingLine(finding, locale, providerName),
    }));
}

/** The times of tighter control that a text would go out in, as a remark on a form's field. */
export function eventNotices({ events = [] }: PolicyReport, locale: Locale): Notice[] {
  return events.length === 0
    ? []
    : [{ tone: "info", text: [reviewText[locale].events(events.join(", "))] }];
}

function gravest(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => byGravity(a.severity, b.severity) || a.start - b.start);
}
