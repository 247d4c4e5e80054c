import { localDay } from "../local-time.ts";
import { policyText } from "../locale/policy.ts";
import { CALENDAR, type CalendarWindow, tightening, windowsOn } from "./calendar.ts";
import { CARRIER_RULES, type CarrierRule, carriersAgainst } from "./carriers.ts";
import type { Policy, PolicyQuestion } from "./contract.ts";
import { byGravity, type Finding, type Severity } from "./finding.ts";
import { buildMarkTable } from "./form/characters.ts";
import { checkForm } from "./form/check-form.ts";
import type { FormHit } from "./form/form-rule.ts";
import { createLexicon } from "./lexicon.ts";
import { ALL_PACKS } from "./packs/all.ts";
import { createProfiles, type ProfileInput } from "./profile.ts";
import { createEar } from "./reading/by-sound.ts";
import { disguiseNames, isEvasion } from "./reading/disguise.ts";
import { createReader } from "./reading/reader.ts";
import { categoryOf, type PackInput, packSchema, type Rule } from "./rule.ts";
import { createScanner, type Offence } from "./scan.ts";
import { verdicts } from "./verdict.ts";
import { withoutEchoes } from "./without-echoes.ts";

export interface PolicyOptions {
  /** Instead of qunfa's own packs; add to them with `[...ALL_PACKS, mine]`. */
  readonly packs?: readonly PackInput[];
  /** Profiles beside qunfa's own; one with the same id replaces it. */
  readonly profiles?: readonly ProfileInput[];
  /** Rules that are not applied, by id; those of form and contacts too. */
  readonly off?: readonly string[];
  readonly calendar?: readonly CalendarWindow[];
  readonly carriers?: readonly CarrierRule[];
}

/**
 * Builds the policy from its data, some 50 ms; a check takes microseconds.
 * Throws `ZodError` where a pack or profile is not right, `RangeError` for a word that can't be sought.
 */
export function createPolicy(options: PolicyOptions = {}): Policy {
  const calendar = options.calendar ?? CALENDAR;
  const carriers = options.carriers ?? CARRIER_RULES;
  const profiles = createProfiles(options.profiles);
  const off = new Set(options.off);
  const packs = (options.packs ?? ALL_PACKS).map((pack) => packSchema.parse(pack));
  const reader = createReader();
  const ear = createEar();
  const scanner = createScanner(createLexicon(packs, reader, ear), reader, ear);
  const marks = buildMarkTable();
  const dayOf = createDayOf();

  return {
    check(question) {
      const { text, providers } = question;
      const day = dayOf(question.at, question.timeZone);
      const { offences, spans } = scanner.scan(text);
      const asked = [...new Set(providers.map(({ profile }) => profile))];
      const form = checkForm({ text, spans, profiles: asked, settings: profiles, marks });
      const windows = windowsOn(calendar, day);
      const findings: Finding[] = [];
      for (const complaint of [
        ...offences.map((offence) => aboutWords(question, offence)),
        ...form.map((hit) => aboutForm(question, hit)),
      ]) {
        const finding = weigh(question, day, windows, complaint);
        if (finding !== undefined) findings.push(finding);
      }
      const kept = withoutEchoes(findings);
      return {
        ...verdicts(
          providers.map(({ id }) => id),
          kept,
        ),
        findings: kept,
        events: [...new Set(windows.map(({ name }) => name[question.locale]))],
      };
    },
  };

  /** A finding for those providers that mind; undefined when nobody does. */
  function weigh(
    question: PolicyQuestion,
    day: string,
    windows: readonly CalendarWindow[],
    complaint: Complaint,
  ): Finding | undefined {
    const { rule, start, end, disguise, why, suggestion, asks, fix } = complaint;
    if (off.has(rule.id)) return undefined;
    const category = categoryOf(rule);
    const window = tightening(windows, category);
    const at: Record<string, Severity> = {};
    let worst: Severity | undefined;
    let raised = false;
    for (const { id, profile } of question.providers) {
      const plain =
        complaint.concerns?.(profile) === false ? undefined : profiles.weigh(profile, rule);
      if (plain === undefined) continue;
      const evaded = isEvasion(disguise) ? heavier(plain) : plain;
      const severity = window !== undefined && evaded === "info" ? "warn" : evaded;
      raised ||= severity !== evaded;
      at[id] = severity;
      if (worst === undefined || byGravity(severity, worst) < 0) worst = severity;
    }
    if (worst === undefined) return undefined;
    const intercepting = carriersAgainst(carriers, rule.id, category, day);
    return {
      rule: rule.id,
      category,
      severity: worst,
      start,
      end,
      match: question.text.slice(start, end),
      disguises: disguiseNames(disguise),
      why: intercepting.length === 0 ? why : `${why}${carrierNote(question, intercepting)}`,
      suggestion,
      providers: at,
      event:
        window !== undefined && (raised || worst !== "info")
          ? window.name[question.locale]
          : undefined,
      source: rule.source,
      ...(intercepting.length > 0 && { carriers: intercepting }),
      ...(asks !== undefined && { question: asks }),
      ...(fix !== undefined && { fix }),
    };
  }
}

/** In all zones days change on a quarter of an hour: within one the day asked for last is still the day. */
const QUARTER = 15 * 60_000;

/** The local day of a moment; the last answer is kept, for a day takes longer to tell than a text to read. */
function createDayOf(): (at: number, timeZone: string) => string {
  let quarter = Number.NaN;
  let zone = "";
  let day = "";
  return (at, timeZone) => {
    const asked = Math.floor(at / QUARTER);
    if (asked !== quarter || timeZone !== zone) {
      day = localDay(at, timeZone);
      quarter = asked;
      zone = timeZone;
    }
    return day;
  };
}

/** What is wrong at a place, before it is known who minds. */
interface Complaint {
  readonly rule: Pick<Rule, "id" | "category" | "severity" | "profiles" | "source">;
  readonly start: number;
  readonly end: number;
  readonly disguise: number;
  readonly why: string;
  readonly suggestion: string | undefined;
  readonly asks: string | undefined;
  readonly fix: string | undefined;
  readonly concerns?: ((profile: string) => boolean) | undefined;
}

/** What a rule would put in the place of what was written. Words are known by their plain spelling only. */
function rewriteOf({ rewrites }: Rule, written: string): Rule["rewrites"][number] | undefined {
  const plain = written.normalize("NFKC").toLowerCase();
  return rewrites.find(({ words }) => words === undefined || words.includes(plain));
}

function aboutWords({ locale, text }: PolicyQuestion, offence: Offence): Complaint {
  const { why, suggestion, question } = offence.rule;
  return {
    ...offence,
    why: why[locale],
    suggestion: suggestion?.[locale],
    asks: question?.[locale],
    fix: rewriteOf(offence.rule, text.slice(offence.start, offence.end))?.[locale],
  };
}

function aboutForm({ locale }: PolicyQuestion, { detail, figures, ...hit }: FormHit): Complaint {
  return {
    ...hit,
    why: hit.rule.why(locale, detail, figures),
    suggestion: hit.rule.suggestion(locale, detail, figures),
    asks: hit.rule.question?.(locale),
    fix: hit.fix,
  };
}

/** Providers forbid variant spelling by itself: hidden, a note is a risk and a risk a block. */
function heavier(severity: Severity): Severity {
  return severity === "info" ? "warn" : "block";
}

function carrierNote(
  { locale }: PolicyQuestion,
  carriers: readonly CarrierRule["carrier"][],
): string {
  const t = policyText[locale];
  const stop = locale === "zh-CN" ? "；" : "; ";
  return stop + t.carriers(carriers.map((carrier) => t.carrier[carrier]).join(t.and)).trim();
}
