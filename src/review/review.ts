import { blotVariables, parsePersonalText } from "../audience/personal-text.ts";
import type { Core } from "../core.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Finding, PolicyReport } from "../policy/finding.ts";
import { verdicts } from "../policy/verdict.ts";
import { withExperience } from "./experience.ts";
import { registrationsFor, withRegistration } from "./registration.ts";
import { isSilenced, silencesOf } from "./silence.ts";

/** What content policy alone says, without what the merchant has said of it; of a personal text, of what is the same for everybody. */
export function checkText(core: Core, merchant: Merchant, text: string, at: number): PolicyReport {
  const blotted = blotVariables(parsePersonalText(text));
  const report = core.policy.check({
    text: blotted,
    providers: [...core.providers.values()].map(({ id, profile }) => ({ id, profile })),
    at,
    timeZone: merchant.timeZone,
    locale: merchant.locale,
  });
  if (blotted === text) return report;
  const findings = report.findings.map((finding) => ({
    ...finding,
    match: finding.match === "" ? "" : text.slice(finding.start, finding.end),
  }));
  return { ...report, findings };
}

/**
 * What is to be said of a text to a merchant who would send it at `at` (epoch ms): content policy at every provider,
 * in the light of what the merchant has said (registered links, silenced rules) and of what receipts have taught.
 */
export async function review(
  core: Core,
  merchant: Merchant,
  text: string,
  at: number,
): Promise<PolicyReport> {
  const report = checkText(core, merchant, text, at);
  if (report.findings.length === 0) return report;
  const { _id: merchantId, locale } = merchant;
  const [silences, said] = await Promise.all([
    silencesOf(core, merchantId),
    registrationsFor(core, merchantId, report.findings),
  ]);
  const heard: Finding[] = [];
  for (const finding of report.findings) {
    if (isSilenced(silences, finding)) continue;
    heard.push(withRegistration(merchantId, said, finding, locale));
  }
  const findings = await withExperience(core, heard);
  return {
    ...report,
    ...verdicts(Object.keys(report.providers), findings),
    findings,
    silenced: report.findings.length - heard.length,
  };
}
