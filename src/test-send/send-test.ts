import { parsePersonalText, renderPersonalText, variablesUsed } from "../audience/personal-text.ts";
import { type Actor, audit } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { compose } from "../campaign/compose.ts";
import { TEXT_MOST } from "../campaign/plan.ts";
import type { Variant } from "../campaign/variant.ts";
import type { Channel } from "../chat/chat.ts";
import { pushMessage } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { Member } from "../merchant/member.ts";
import { type Merchant, settingsOf } from "../merchant/merchant.ts";
import { submitTest, type TestOutcome } from "./submit-test.ts";

const HOUR = 3_600_000;

export type SendTestOutcome =
  | TestOutcome
  | { readonly kind: "no_number" }
  | { readonly kind: "no_text" }
  | { readonly kind: "too_long"; readonly length: number; readonly most: number }
  /** The first row of the list has nothing under these names. */
  | { readonly kind: "missing"; readonly names: readonly string[] };

/**
 * Sends a campaign's text to the member's own number as it would arrive, word for word: what marks it as a test is the
 * answer in the chat and the audit trail, not a word in the text that would change it. A personal text is written with
 * the first row of the list.
 */
export async function sendTest(
  core: Core,
  merchant: Merchant,
  member: Member,
  actor: Actor & { readonly kind: "member" },
  campaign: Campaign,
  variant: Variant,
  place: Channel,
): Promise<SendTestOutcome> {
  const { ownNumber } = member;
  if (ownNumber === undefined) return { kind: "no_number" };
  const written = await writeTest(core, merchant, campaign, variant);
  if (written.kind !== "text") return written;
  const outcome = await submitTest(core, merchant, {
    kind: "test",
    memberId: member._id,
    campaignId: campaign._id,
    phone: ownNumber.phone,
    text: written.text,
    place,
    period: String(Math.floor(core.clock.now() / HOUR)),
    most: settingsOf(merchant).testsPerHour,
  });
  if (outcome.kind !== "sent" && outcome.kind !== "unknown") return outcome;
  const { _id, segments, provider } = outcome.test;
  await audit(core, {
    merchantId: merchant._id,
    campaignId: campaign._id,
    action: "campaign.test",
    actor,
    detail: { test: _id, segments, provider, version: campaign.version, variant },
  });
  await pushMessage(core, campaign, "test", place, _id);
  return outcome;
}

type Written =
  | { readonly kind: "text"; readonly text: string }
  | Extract<SendTestOutcome, { readonly kind: "no_text" | "too_long" | "missing" }>;

async function writeTest(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  variant: Variant,
): Promise<Written> {
  const { plan, split, audienceId } = campaign;
  const body = variant === "B" ? split?.text : campaign.text;
  if (body === undefined || body.trim() === "") return { kind: "no_text" };
  const planned = variant === "B" ? plan?.second?.text : plan?.text;
  const personal = parsePersonalText(planned ?? compose(merchant, body));
  const [first] =
    variablesUsed(personal).length === 0
      ? []
      : await core.store.audienceRows.find(
          { audienceId, phone: { $ne: null } },
          { sort: { line: 1 }, limit: 1 },
        );
  const rendered = renderPersonalText(personal, first?.variables ?? {});
  if (!rendered.ok) return { kind: "missing", names: rendered.missing };
  const { text } = rendered;
  const { length } = text;
  return length > TEXT_MOST
    ? { kind: "too_long", length, most: TEXT_MOST }
    : { kind: "text", text };
}
