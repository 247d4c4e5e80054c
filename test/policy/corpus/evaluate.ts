import type { Policy } from "../../../src/policy/contract.ts";
import type { PolicyReport } from "../../../src/policy/finding.ts";
import type { Offending } from "./offending.ts";
import { OFFENDING_HELD_OUT } from "./offending-held-out.ts";
import { OFFENDING_TEXTS } from "./offending-texts.ts";
import { OFFENDING_TRADES } from "./offending-trades.ts";
import { ORDINARY_HELD_OUT } from "./ordinary-held-out.ts";
import { ORDINARY_TEXTS } from "./ordinary-texts.ts";
import { ORDINARY_TRADES } from "./ordinary-trades.ts";
import { UNSEEN_TEXTS } from "./unseen-texts.ts";

/** Ordinary texts by how much is known of them to those who write the packs. */
export const ORDINARY: readonly { readonly name: string; readonly texts: readonly string[] }[] = [
  { name: "the packs were tuned on", texts: [...ORDINARY_TEXTS, ...ORDINARY_TRADES] },
  { name: "set down before they were tried", texts: UNSEEN_TEXTS },
  { name: "never tuned on", texts: ORDINARY_HELD_OUT },
];

/** Offending texts, likewise. */
const OFFENDING: readonly { readonly name: string; readonly texts: readonly Offending[] }[] = [
  { name: "the packs were tuned on", texts: [...OFFENDING_TEXTS, ...OFFENDING_TRADES] },
  { name: "never tuned on", texts: OFFENDING_HELD_OUT },
];

/** What the stricter simulated provider, which refuses what all mainland ones do, says of a body in its frame. */
export function checkBody(policy: Policy, body: string): PolicyReport & { readonly text: string } {
  const text = `【小店】${body}，拒收请回复R`;
  const report = policy.check({
    text,
    providers: [{ id: "strict", profile: "sim-strict" }],
    at: Date.UTC(2026, 3, 15, 3),
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  });
  return { text, ...report };
}

export interface CategoryResult {
  readonly category: string;
  readonly texts: number;
  /** Of the texts that offend in the category, those found to. */
  readonly recall: number;
  /** Of the texts found to (beyond a note), those that do: the others are ordinary. Undefined when there are none. */
  readonly precision: number | undefined;
  readonly missed: readonly string[];
}

/** What is found in the corpora. */
export function evaluate(policy: Policy) {
  const ordinary = ORDINARY.map(({ name, texts }) => {
    const reports = texts.map((body) => ({ body, ...checkBody(policy, body) }));
    const blockedTexts = reports.filter(({ verdict }) => verdict === "block");
    return {
      name,
      texts: texts.length,
      blocked: blockedTexts.length,
      warned: reports.filter(({ verdict }) => verdict === "warn").length,
      blockedTexts: blockedTexts.map(({ body }) => body),
      reports,
    };
  });
  const all = OFFENDING.flatMap(({ texts }) => texts);
  const offending = OFFENDING.map(({ name, texts }) => {
    const missed = texts.filter(([category, body]) => !isFound(checkBody(policy, body), category));
    return { name, texts: texts.length, missed: missed.map(([, body]) => body) };
  });
  const names = [...new Set(all.map(([category]) => category))];
  const categories = names.map((category): CategoryResult => {
    const texts = all.filter(([wanted]) => wanted === category);
    const missed = texts.filter(([, body]) => !isFound(checkBody(policy, body), category));
    const found = texts.length - missed.length;
    const wrongly = ordinary.flatMap(({ reports }) =>
      reports.filter((report) => isFound(report, category, true)),
    ).length;
    return {
      category,
      texts: texts.length,
      recall: found / texts.length,
      precision: found + wrongly === 0 ? undefined : found / (found + wrongly),
      missed: missed.map(([, body]) => body),
    };
  });
  return { categories, offending, ordinary };
}

function isFound({ findings }: PolicyReport, wanted: string, gravely = false): boolean {
  return findings.some(
    ({ category, severity }) => category === wanted && !(gravely && severity === "info"),
  );
}
