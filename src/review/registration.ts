import { type Actor, audit } from "../campaign/audit.ts";
import type { Core } from "../core.ts";
import type { MemberId, MerchantId } from "../ids.ts";
import type { Locale } from "../locale/locale.ts";
import { reviewText } from "../locale/review.ts";
import type { Finding, Severity } from "../policy/finding.ts";
import type { Doc } from "../store/collection.ts";
import { phraseKey } from "./phrase.ts";

/** What a merchant said when asked what a text cannot tell: is this link, this number registered for the template? */
export interface Registration extends Doc {
  readonly merchantId: MerchantId;
  readonly rule: string;
  readonly phrase: string;
  readonly registered: boolean;
  readonly by: { readonly member: MemberId; readonly name: string };
  readonly at: number;
}

const registrationId = (merchantId: MerchantId, rule: string, phrase: string): string =>
  `${merchantId}/${rule}/${phraseKey(phrase)}`;

/** Remembers a merchant's answer, so that it is asked once. Said again, the newer word counts. */
export async function answerRegistration(
  core: Core,
  merchantId: MerchantId,
  actor: Actor & { readonly kind: "member" },
  { rule, match }: Pick<Finding, "rule" | "match">,
  registered: boolean,
): Promise<void> {
  await audit(core, {
    merchantId,
    campaignId: null,
    action: "finding.answer",
    actor,
    detail: { rule, phrase: match, registered },
  });
  const by = { member: actor.member, name: actor.name };
  await core.store.registrations.upsertOne(
    { _id: registrationId(merchantId, rule, match) },
    { $set: { merchantId, rule, phrase: match, registered, by, at: core.clock.now() } },
  );
}

/** What the merchant said of these findings, by the finding's rule and phrase. */
export async function registrationsFor(
  core: Core,
  merchantId: MerchantId,
  findings: readonly Finding[],
): Promise<ReadonlyMap<string, Registration>> {
  const ids = findings
    .filter(({ question }) => question !== undefined)
    .map(({ rule, match }) => registrationId(merchantId, rule, match));
  if (ids.length === 0) return new Map();
  const said = await core.store.registrations.find({ _id: { $in: [...new Set(ids)] } });
  return new Map(said.map((answer) => [answer._id, answer]));
}

/** A finding in the light of what the merchant said: registered, it is a note; asked once, it is not asked again. */
export function withRegistration(
  merchantId: MerchantId,
  said: ReadonlyMap<string, Registration>,
  finding: Finding,
  locale: Locale,
): Finding {
  if (finding.question === undefined) return finding;
  const answer = said.get(registrationId(merchantId, finding.rule, finding.match));
  if (answer === undefined) return finding;
  const { question: _asked, carriers, ...answered } = finding;
  const t = reviewText[locale];
  if (!answer.registered) {
    return { ...answered, ...(carriers && { carriers }), why: t.notRegistered(finding.why) };
  }
  const providers: Record<string, Severity> = {};
  for (const id of Object.keys(finding.providers)) providers[id] = "info";
  return { ...answered, severity: "info", providers, why: t.registeredBy(answer.by.name) };
}
