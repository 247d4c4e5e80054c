import type { Core } from "../core.ts";
import type { Provider, TextVerdict } from "../delivery/provider.ts";
import type { Locale } from "../locale/locale.ts";
import { textFindingText } from "../locale/text-findings.ts";
import type { Finding } from "../policy/finding.ts";

const PREFIX = "provider.";

/** Whether a member may have a finding silenced: not what a provider refuses whatever the text means. */
export function canBeSilenced({ rule }: Pick<Finding, "rule">): boolean {
  return !rule.startsWith(PREFIX);
}

/**
 * Which providers would not take a text as it stands, whatever it means: under another signature, or without an
 * approved template that says it. Each blocks at that provider, so that routing leaves it out, and tells what to
 * submit there. Nobody can silence these: the provider would refuse all the same.
 */
export function textFindings(core: Core, text: string, locale: Locale): Finding[] {
  return [...core.providers.values()].flatMap((provider) => {
    // Without a share nothing goes there anyway.
    if (provider.weight === 0) return [];
    const verdict = provider.takes?.(text) ?? { kind: "takes" };
    return verdict.kind === "takes" ? [] : [toFinding(provider, verdict, locale)];
  });
}

/**
 * What keeps one person's text from one of these providers, that take it in general: what the person's row holds makes
 * it say something else than was approved, or something longer.
 */
export function untakenFinding(
  providers: readonly Provider[],
  text: string,
  locale: Locale,
): Finding | undefined {
  for (const provider of providers) {
    const verdict = provider.takes?.(text) ?? { kind: "takes" };
    if (verdict.kind === "takes") continue;
    const why = textFindingText[locale].valueWhy(provider.name);
    return { ...toFinding(provider, verdict, locale), why };
  }
  return undefined;
}

function toFinding(
  { id, name }: Provider,
  verdict: Exclude<TextVerdict, { kind: "takes" }>,
  locale: Locale,
): Finding {
  return {
    rule: `${PREFIX}${verdict.kind}`,
    category: "provider",
    severity: "block",
    start: 0,
    end: 0,
    match: "",
    disguises: [],
    providers: { [id]: "block" },
    event: undefined,
    source: undefined,
    ...wording(name, verdict, locale),
  };
}

function wording(
  provider: string,
  verdict: Exclude<TextVerdict, { kind: "takes" }>,
  locale: Locale,
): Pick<Finding, "why" | "suggestion"> {
  const t = textFindingText[locale];
  const { signature } = verdict;
  if (verdict.kind === "signature") {
    return {
      why: t.signatureWhy(provider, signature),
      suggestion: t.signatureSuggestion(signature),
    };
  }
  return {
    why: t.templateWhy(provider),
    suggestion: t.templateSuggestion(provider, verdict.body),
  };
}
