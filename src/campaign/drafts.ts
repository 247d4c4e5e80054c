import { noteListUse } from "../audience/change-lists.ts";
import type { Channel } from "../chat/chat.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { type AudienceId, type CampaignId, randomId } from "../ids.ts";
import type { Member } from "../merchant/member.ts";
import type { Merchant } from "../merchant/merchant.ts";
import { NO_COUNTS } from "../settlement/counts.ts";
import { releaseQuota } from "../settlement/quota.ts";
import { type Actor, audit } from "./audit.ts";
import type { Campaign } from "./campaign.ts";
import { move } from "./move.ts";
import type { Split } from "./variant.ts";

/** What a drafter says of a campaign. */
export interface DraftContent {
  readonly name: string;
  readonly text: string;
  readonly split?: Split | null;
  readonly audienceId: AudienceId;
  /** Lists whose numbers are left out; none when not said. */
  readonly excludedLists?: readonly AudienceId[];
  readonly sendAt: number | null;
}

/** What every edit clears: whatever was planned, approved or refused was for another version. */
const UNDECIDED = {
  plan: null,
  requestedBy: null,
  requestedAt: null,
  approvals: {},
  approvalsNeeded: 1,
  approvedAt: null,
  rejection: null,
  askedAgain: null,
  startAt: null,
  preparing: null,
  lanes: [],
  canaries: {},
} as const;

/** Makes a campaign in draft, with the merchant's next number. */
export async function createDraft(
  core: Core,
  merchant: Merchant,
  member: Member,
  actor: Actor,
  origin: Channel,
  content: DraftContent,
): Promise<Campaign> {
  const numbered = await core.store.merchants.findOneAndUpdate(
    { _id: merchant._id },
    { $inc: { campaigns: 1 } },
  );
  if (numbered === undefined) throw new Error(`merchant ${merchant._id} does not exist`);
  const campaign: Campaign = {
    _id: randomId(12) as CampaignId,
    merchantId: merchant._id,
    number: numbered.campaigns,
    state: "draft",
    version: 1,
    split: null,
    ...content,
    createdBy: member._id,
    createdByName: member.name,
    editedBy: member._id,
    createdAt: core.clock.now(),
    origin,
    ...UNDECIDED,
    startedAt: null,
    endedAt: null,
    pause: null,
    cancelledBy: null,
    counts: NO_COUNTS,
    settlement: { stage: "open", provisional: null, settledAt: null, detailsGoneAt: null },
  };
  await core.store.campaigns.insertOne(campaign);
  await audit(core, {
    merchantId: merchant._id,
    campaignId: campaign._id,
    action: "campaign.draft",
    actor,
    detail: { number: campaign.number },
  });
  await noteListUse(core, campaign);
  return campaign;
}

/**
 * Changes a campaign that has not begun to go. It becomes a draft of the next version; what was asked or approved
 * for the old one is void. Undefined when it has moved on since `version`.
 */
export async function editDraft(
  core: Core,
  campaign: Campaign,
  member: Member,
  actor: Actor,
  content: Partial<DraftContent>,
): Promise<Campaign | undefined> {
  const edited = await move(core, campaign, "edit", actor, {
    version: campaign.version,
    newVersion: true,
    set: { ...content, ...UNDECIDED, editedBy: member._id, counts: NO_COUNTS },
  });
  if (edited === undefined) return undefined;
  if (edited.audienceId !== campaign.audienceId) await noteListUse(core, edited);
  await releaseQuota(core, campaign);
  await refreshCampaign(core, campaign._id);
  return edited;
}

/** Sends a campaign back to draft because what was approved no longer holds. */
export async function askAgain(
  core: Core,
  campaign: Campaign,
  why: NonNullable<Campaign["askedAgain"]>,
): Promise<void> {
  const transition =
    why === "expired" && campaign.state === "awaiting_approval" ? "expire" : "ask_again";
  const moved = await move(
    core,
    campaign,
    transition,
    { kind: "system" },
    {
      version: campaign.version,
      newVersion: true,
      set: { ...UNDECIDED, askedAgain: why, counts: NO_COUNTS },
      detail: { why },
    },
  );
  if (moved === undefined) return;
  await releaseQuota(core, campaign);
  await refreshCampaign(core, campaign._id);
}

/** Finds a merchant's campaign as people call it: `12`, `#12`, or by its id. */
export async function findCampaign(
  core: Core,
  merchant: Merchant,
  called: string,
): Promise<Campaign | undefined> {
  const name = called.trim().replace(/^#/, "");
  return /^\d{1,9}$/.test(name)
    ? core.store.campaigns.findOne({ merchantId: merchant._id, number: Number(name) })
    : core.store.campaigns.findOne({ _id: name.toLowerCase(), merchantId: merchant._id });
}
