import { type Actor, audit } from "../campaign/audit.ts";
import type { Core } from "../core.ts";
import type { MemberId, MerchantId } from "../ids.ts";
import type { Finding } from "../policy/finding.ts";
import type { Doc } from "../store/collection.ts";
import { phraseKey } from "./phrase.ts";

/** A merchant's word that a rule, or a rule on one phrase, is not to be heard of for a while. */
export interface Silence extends Doc {
  readonly merchantId: MerchantId;
  readonly rule: string;
  /** As it was written when it was silenced; null: whatever the phrase. */
  readonly phrase: string | null;
  readonly by: { readonly member: MemberId; readonly name: string };
  readonly at: number;
  /** Epoch ms; null: until someone lifts it. */
  readonly until: number | null;
}

function silenceId(merchantId: MerchantId, rule: string, phrase: string | null): string {
  return `${merchantId}/${rule}${phrase === null ? "" : `/${phraseKey(phrase)}`}`;
}

/** Silences a rule, or a rule on one phrase. Said again, the newer word counts. */
export async function silence(
  core: Core,
  merchantId: MerchantId,
  actor: Actor & { readonly kind: "member" },
  what: Pick<Silence, "rule" | "phrase" | "until">,
): Promise<void> {
  const { rule, phrase, until } = what;
  await audit(core, {
    merchantId,
    campaignId: null,
    action: "finding.silence",
    actor,
    detail: { rule, phrase, until },
  });
  const by = { member: actor.member, name: actor.name };
  await core.store.silences.upsertOne(
    { _id: silenceId(merchantId, rule, phrase) },
    { $set: { merchantId, rule, phrase, until, by, at: core.clock.now() } },
  );
}

/** Ends a silence. False when it was not there any more. */
export async function liftSilence(
  core: Core,
  found: Silence,
  actor: Actor & { readonly kind: "member" },
): Promise<boolean> {
  const { merchantId, rule, phrase } = found;
  const { deleted } = await core.store.silences.deleteOne({ _id: found._id, merchantId });
  if (deleted === 0) return false;
  await audit(core, {
    merchantId,
    campaignId: null,
    action: "finding.lift_silence",
    actor,
    detail: { rule, phrase },
  });
  return true;
}

/** A merchant's silences in force, in the order in which they were made. */
export async function silencesOf(core: Core, merchantId: MerchantId): Promise<Silence[]> {
  const found = await core.store.silences.find({ merchantId }, { sort: { at: 1 } });
  const now = core.clock.now();
  return found.filter(({ until }) => until === null || until > now);
}

export function isSilenced(
  silences: readonly Silence[],
  { rule, match }: Pick<Finding, "rule" | "match">,
): boolean {
  const key = phraseKey(match);
  return silences.some(
    (silenced) =>
      silenced.rule === rule && (silenced.phrase === null || phraseKey(silenced.phrase) === key),
  );
}
