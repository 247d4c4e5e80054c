import type { Policy, PolicyQuestion } from "../contract.ts";
import type { Finding, PolicyReport, Severity, Verdict } from "../finding.ts";
import { CALENDAR, type CalendarWindow, windowAt } from "./calendar.ts";
import { checkForm } from "./form-rules.ts";
import { ALL_PACKS } from "./packs/all.ts";
import { type Pack, ruleSchema } from "./rule.ts";
import { createScanner } from "./scan.ts";

const RANK: Record<Severity, number> = { info: 0, warn: 1, block: 2 };

export interface PolicyOptions {
  readonly packs?: readonly Pack[];
  readonly calendar?: readonly CalendarWindow[];
}

/** Builds the policy from its packs. Throws `ZodError` where a pack is not right. */
export function createPolicy(options: PolicyOptions = {}): Policy {
  const calendar = options.calendar ?? CALENDAR;
  const rules = (options.packs ?? ALL_PACKS).flatMap((pack) =>
    pack.rules.map((rule) => ruleSchema.parse(rule)),
  );
  const scan = createScanner(rules);
  return {
    check: (question) => {
      const found = scan(question.text).flatMap(({ rule, start, end, disguises }) => {
        const category = rule.category ?? rule.id.slice(0, rule.id.indexOf("."));
        const window = windowAt(calendar, category, question.at, question.timeZone);
        return finding(question, {
          rule: rule.id,
          category,
          severityAt: (profile) => rule.profiles[profile] ?? rule.severity,
          start,
          end,
          disguises,
          why: rule.why[question.locale],
          suggestion: rule.suggestion?.[question.locale],
          window,
          source: rule.source,
        });
      });
      const form = checkForm(question.text, question.locale).flatMap((hit) =>
        finding(question, {
          ...hit,
          category: "form",
          severityAt: (profile) => formSeverity(hit.rule, hit.severity, profile),
          disguises: [],
          window: windowAt(calendar, "form", question.at, question.timeZone),
          source: undefined,
        }),
      );
      const findings = [...found, ...form]
        .filter((one, _i, all) => !all.some((other) => covers(other, one)))
        .sort((a, b) => a.start - b.start || b.end - a.end);
      return report(question, findings);
    },
  };
}

/** A graver finding of the same category over the same place says it all. */
function covers(other: Finding, one: Finding): boolean {
  return (
    other.category === one.category &&
    other.rule !== one.rule &&
    other.start <= one.start &&
    other.end >= one.end &&
    RANK[other.severity] > RANK[one.severity]
  );
}

/** Providers that let pass what others refuse in form. */
function formSeverity(rule: string, severity: Severity, profile: string): Severity | "off" {
  const lenient = profile === "sim-lenient" || profile === "twilio";
  if (!lenient) return severity;
  return rule === "form.opt_out" || rule === "form.variable" ? severity : "info";
}

interface Found {
  readonly rule: string;
  readonly category: string;
  readonly severityAt: (profile: string) => Severity | "off";
  readonly start: number;
  readonly end: number;
  readonly disguises: readonly string[];
  readonly why: string;
  readonly suggestion: string | undefined;
  readonly window: CalendarWindow | undefined;
  readonly source: string | undefined;
}

/** A finding for those providers that mind; none when nobody does. */
function finding(question: PolicyQuestion, found: Found): Finding[] {
  const providers: Record<string, Severity> = {};
  let worst: Severity | undefined;
  for (const { id, profile } of question.providers) {
    const own = found.severityAt(profile);
    if (own === "off") continue;
    const severity = weigh(own, found);
    providers[id] = severity;
    if (worst === undefined || RANK[severity] > RANK[worst]) worst = severity;
  }
  if (worst === undefined) return [];
  const { rule, category, start, end, disguises, why, suggestion, window, source } = found;
  const match = question.text.slice(start, end);
  const event = window?.name[question.locale];
  return [
    {
      rule,
      category,
      severity: worst,
      start,
      end,
      match,
      disguises,
      why,
      suggestion,
      providers,
      event,
      source,
    },
  ];
}

/** A holiday makes a note a risk, never a block; a disguise makes a risk a block: providers forbid variants outright. */
function weigh(severity: Severity, { window, disguises }: Found): Severity {
  if (disguises.length > 0 && severity === "warn") return "block";
  return window !== undefined && severity === "info" ? "warn" : severity;
}

function report({ providers }: PolicyQuestion, findings: readonly Finding[]): PolicyReport {
  const verdicts: Record<string, Verdict> = {};
  for (const { id } of providers) {
    const severities = findings.map((one) => one.providers[id]);
    verdicts[id] = severities.includes("block")
      ? "block"
      : severities.includes("warn")
        ? "warn"
        : "pass";
  }
  const all = Object.values(verdicts);
  const best = all.includes("pass") ? "pass" : all.includes("warn") ? "warn" : "block";
  return { verdict: all.length === 0 ? "pass" : best, providers: verdicts, findings };
}
