import type { Core } from "../core.ts";
import type { Provider } from "../delivery/provider.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Finding } from "../policy/finding.ts";
import { checkText } from "./review.ts";
import { isSilenced, silencesOf } from "./silence.ts";
import { untakenFinding } from "./text-findings.ts";

const keyOf = ({ rule, match }: Finding) => `${rule}|${match}`;

/**
 * Checks each person's text as it will arrive: gives the finding for which one of these providers blocks it, where
 * there is one, it is not in the texts themselves (they are reviewed on their own), and nobody has silenced it. A provider
 * of approved templates that takes the texts in general may not take one person's.
 */
export async function reviewerOfValues(
  core: Core,
  merchant: Merchant,
  texts: readonly string[],
  providers: readonly Provider[],
  at: number,
): Promise<(text: string) => Finding | undefined> {
  const silences = await silencesOf(core, merchant._id);
  const known = new Set(
    texts.flatMap((text) => checkText(core, merchant, text, at).findings.map(keyOf)),
  );
  const question = {
    providers: providers.map(({ id, profile }) => ({ id, profile })),
    at,
    timeZone: merchant.timeZone,
    locale: merchant.locale,
  };
  return (text) =>
    untakenFinding(providers, text, merchant.locale) ??
    core.policy
      .check({ ...question, text })
      .findings.find(
        (finding) =>
          providers.some(({ id }) => finding.providers[id] === "block") &&
          !known.has(keyOf(finding)) &&
          !isSilenced(silences, finding),
      );
}
