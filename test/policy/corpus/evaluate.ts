import type { Policy } from "../../../src/policy/contract.ts";
import type { PolicyReport } from "../../../src/policy/finding.ts";
import { OFFENDING_TEXTS } from "./offending-texts.ts";
import { ORDINARY_TEXTS } from "./ordinary-texts.ts";
import { UNSEEN_TEXTS } from "./unseen-texts.ts";

/** Ordinary texts by how much is known of them to those who write the packs. */
export const ORDINARY: readonly { readonly name: string; readonly texts: readonly string[] }[] = [
  { name: "the packs were tuned on", texts: ORDINARY_TEXTS },
  { name: "set down before they were tried", texts: UNSEEN_TEXTS },
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
  const names = [...new Set(OFFENDING_TEXTS.map(([category]) => category))];
  const categories = names.map((category): CategoryResult => {
    const texts = OFFENDING_TEXTS.filter(([wanted]) => wanted === category);
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
  return { categories, ordinary };
}

function isFound({ findings }: PolicyReport, wanted: string, gravely = false): boolean {
  return findings.some(
    ({ category, severity }) => category === wanted && !(gravely && severity === "info"),
  );
}
