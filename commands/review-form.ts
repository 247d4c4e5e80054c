import { SIGN } from "../src/chat/cards/findings.ts";
import type { Context } from "../src/chat/command.ts";
import type { Form, FormValues } from "../src/chat/form.ts";
import { reviewText } from "../src/locale/review.ts";
import type { Finding } from "../src/policy/finding.ts";
import { phraseKey } from "../src/review/phrase.ts";
import { canBeSilenced } from "../src/review/text-findings.ts";

/** What can become of a finding. */
export const HANDLING = [
  "registered",
  "unregistered",
  "phrase",
  "phrase_for_good",
  "rule",
] as const;
export type Handling = (typeof HANDLING)[number];

/** For how many days a silence with an end holds. */
export const SILENCE_DAYS = { phrase: 30, rule: 30 } as const;

const MOST = 20;

const nameOf = ({ rule, match }: Finding): string => `${rule}|${phraseKey(match)}`.slice(0, 75);

/** The finding that was chosen, if the text still has it. */
export function findingNamed(
  findings: readonly Finding[],
  { which }: FormValues,
): Finding | undefined {
  return which?.kind === "choice"
    ? findings.find((finding) => nameOf(finding) === which.value)
    : undefined;
}

/** Asks which finding, and what is to become of it. Undefined where there is none. */
export function reviewForm(
  { locale }: Context,
  ref: string,
  findings: readonly Finding[],
  values: FormValues,
): Form | undefined {
  const t = reviewText[locale].form;
  const byName = new Map(
    findings.filter(canBeSilenced).map((finding) => [nameOf(finding), finding]),
  );
  const [first] = byName.values();
  if (first === undefined) return undefined;
  const finding = findingNamed(findings, values) ?? first;
  const label = {
    registered: t.registered,
    unregistered: t.unregistered,
    phrase: t.silencePhrase(SILENCE_DAYS.phrase),
    phrase_for_good: t.silencePhraseForGood,
    rule: t.silenceRule(SILENCE_DAYS.rule),
  };
  const offered = HANDLING.filter((what) => {
    if (what === "registered" || what === "unregistered") return finding.question !== undefined;
    return what === "rule" || finding.match !== "";
  });
  return {
    id: "review",
    locale,
    ref,
    title: t.title,
    submit: t.submit,
    cancel: t.cancel,
    fields: [
      {
        kind: "choice",
        name: "which",
        label: t.which,
        live: true,
        initial: nameOf(finding),
        options: [...byName].slice(0, MOST).map(([value, { severity, match, why }]) => ({
          value,
          label: `${SIGN[severity]} ${match === "" ? why : match}`.slice(0, 70),
        })),
      },
      {
        kind: "choice",
        name: "what",
        label: t.what,
        options: offered.map((value) => ({ value, label: label[value] })),
        notices: [{ tone: "info", text: [finding.why] }],
      },
    ],
  };
}
