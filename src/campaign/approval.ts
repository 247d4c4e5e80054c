import { pushCampaign, refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { randomId } from "../ids.ts";
import { scheduleJob } from "../jobs/jobs.ts";
import { type Member, may } from "../merchant/member.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Finding } from "../policy/finding.ts";
import { reviewPlan } from "../review/plan-review.ts";
import { noticeLowBalance } from "../settlement/low-balance.ts";
import { releaseQuota, reserveQuota } from "../settlement/quota.ts";
import { type Actor, audit, SYSTEM } from "./audit.ts";
import type { Campaign } from "./campaign.ts";
import { move } from "./move.ts";
import { makePlan, type PlanFault, plannedStart } from "./plan.ts";
import { isBlocked, risksOf } from "./risks.ts";
import type { CampaignState } from "./state.ts";

/** How long one making of a plan may take before another may start over. */
const PREPARING_MOST = 10 * 60_000;
/** Between two pictures of how far it is. */
const SHOW_EVERY = 2_000;

export type RequestOutcome =
  | { readonly kind: "requested"; readonly campaign: Campaign }
  | { readonly kind: "fault"; readonly fault: PlanFault }
  | { readonly kind: "busy" }
  | { readonly kind: "moved_on"; readonly campaign: Campaign | undefined };

/** Puts a draft up for approval: makes its plan, then shows the card in every channel of the merchant. */
export async function requestApproval(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  member: Member,
  actor: Actor,
): Promise<RequestOutcome> {
  const now = core.clock.now();
  const preparing = { token: randomId(), until: now + PREPARING_MOST };
  const mine = await core.store.campaigns.findOneAndUpdate(
    {
      _id: campaign._id,
      state: "draft",
      version: campaign.version,
      $or: [{ preparing: null }, { "preparing.until": { $lt: now } }],
    },
    { $set: { preparing } },
  );
  if (mine === undefined) {
    const current = await core.store.campaigns.findOne({ _id: campaign._id });
    const same = current?.state === "draft" && current.version === campaign.version;
    return same ? { kind: "busy" } : { kind: "moved_on", campaign: current };
  }
  const made = await makePlan(core, mine, merchant, preparingShower(core, mine, preparing.token));
  if (!made.ok) {
    await core.store.campaigns.updateOne(
      { _id: campaign._id, "preparing.token": preparing.token },
      { $set: { preparing: null } },
    );
    return { kind: "fault", fault: made.fault };
  }
  const { plan, counts } = made;
  const requested = await move(core, campaign, "request", actor, {
    version: campaign.version,
    set: {
      plan,
      counts,
      preparing: null,
      requestedBy: member._id,
      requestedAt: now,
      askedAgain: null,
      approvals: {},
      approvalsNeeded: plan.sendable > merchant.settings.twoApproversAbove ? 2 : 1,
      lanes: plan.routing.filter((route) => route.recipients > 0).map((route) => route.provider),
    },
    detail: { sendable: plan.sendable, segments: plan.segments },
  });
  if (requested === undefined) {
    return {
      kind: "moved_on",
      campaign: await core.store.campaigns.findOne({ _id: campaign._id }),
    };
  }
  const expiresAt = now + merchant.settings.approvalHours * core.timings.hour;
  await scheduleJob(core, "expire", campaign._id, expiresAt, requested.version);
  await pushCampaign(core, requested);
  return { kind: "requested", campaign: requested };
}

/** Shows on the campaign's card how far the making of its plan is, and keeps others from starting over meanwhile. */
function preparingShower(core: Core, { _id }: Campaign, token: string) {
  let shownAt = core.clock.now();
  return async (rows: number, of: number): Promise<void> => {
    const now = core.clock.now();
    if (now - shownAt < SHOW_EVERY) return;
    shownAt = now;
    await core.store.campaigns.updateOne(
      { _id, "preparing.token": token },
      { $set: { preparing: { token, until: now + PREPARING_MOST, rows, of } } },
    );
    await refreshCampaign(core, _id);
  };
}

/** Why an approval or rejection was not taken. */
export type DecisionRefusal =
  | { readonly kind: "role" }
  | { readonly kind: "own" }
  | { readonly kind: "changed"; readonly version: number }
  | { readonly kind: "state"; readonly state: CampaignState }
  | { readonly kind: "quota"; readonly short: number }
  | { readonly kind: "policy" }
  /** Findings at risk must be accepted by whoever approves. */
  | { readonly kind: "risks"; readonly risks: readonly Finding[] };

export type ApprovalOutcome =
  | { readonly kind: "approved"; readonly campaign: Campaign }
  | { readonly kind: "one_more"; readonly campaign: Campaign }
  | { readonly kind: "already"; readonly campaign: Campaign }
  | { readonly kind: "refused"; readonly refusal: DecisionRefusal };

function refusal(
  campaign: Campaign,
  version: number,
  member: Member,
  merchant: Merchant,
): DecisionRefusal | undefined {
  if (!may(member.role, "approver")) return { kind: "role" };
  if (campaign.version !== version) return { kind: "changed", version: campaign.version };
  if (campaign.state !== "awaiting_approval") return { kind: "state", state: campaign.state };
  const own = [campaign.createdBy, campaign.editedBy, campaign.requestedBy].includes(member._id);
  if (own && !merchant.settings.selfApproval) return { kind: "own" };
  return undefined;
}

/**
 * An approver says yes to one version. With enough different approvers the quota is reserved and the campaign is
 * approved. Every step is conditional and can be repeated: a double press, two approvers at once or a crash between
 * the steps end in one approval and one reservation. Findings at risk must be accepted explicitly.
 */
export async function approve(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  version: number,
  member: Member,
  actor: Actor & { readonly kind: "member" },
  acceptsRisks: boolean,
): Promise<ApprovalOutcome> {
  const no = refusal(campaign, version, member, merchant);
  if (no !== undefined) {
    const mine = campaign.approvals[member._id] !== undefined && campaign.version === version;
    return mine && no.kind === "state"
      ? { kind: "already", campaign }
      : { kind: "refused", refusal: no };
  }
  const { plan } = campaign;
  if (plan === null) return { kind: "refused", refusal: { kind: "state", state: campaign.state } };
  const start = plannedStart(core.clock.now(), merchant, campaign.sendAt);
  const reviewed = await reviewPlan(core, merchant, plan, start);
  if (isBlocked(reviewed)) return { kind: "refused", refusal: { kind: "policy" } };
  const risks = risksOf(reviewed);
  if (risks.length > 0 && !acceptsRisks) {
    return { kind: "refused", refusal: { kind: "risks", risks } };
  }
  const accepted = risks.map(({ rule, match }) => `${rule} ${match}`).join("; ");
  const said = await core.store.campaigns.findOneAndUpdate(
    { _id: campaign._id, state: "awaiting_approval", version },
    {
      $set: {
        [`approvals.${member._id}`]: {
          member: member._id,
          name: member.name,
          at: core.clock.now(),
          platform: actor.place.platform,
          acceptedRisks: risks.length,
        },
      },
    },
  );
  if (said === undefined) return lost(core, merchant, campaign, version, member);
  if (Object.keys(said.approvals).length < said.approvalsNeeded) {
    if (campaign.approvals[member._id] !== undefined) return { kind: "already", campaign: said };
    await audit(core, {
      merchantId: merchant._id,
      campaignId: campaign._id,
      action: "campaign.approve_first",
      actor,
      detail: { version, accepted },
    });
    await refreshCampaign(core, campaign._id);
    return { kind: "one_more", campaign: said };
  }
  const reserved = await reserveQuota(core, campaign, plan.segments);
  if (!reserved.ok) {
    await core.store.campaigns.updateOne(
      { _id: campaign._id, state: "awaiting_approval", version },
      { $unset: { [`approvals.${member._id}`]: true } },
    );
    return { kind: "refused", refusal: { kind: "quota", short: reserved.short } };
  }
  const approved = await move(core, campaign, "approve", actor, {
    version,
    set: { approvedAt: core.clock.now(), startAt: start },
    detail: { segments: plan.segments, accepted },
  });
  if (approved === undefined) return lost(core, merchant, campaign, version, member);
  await noticeLowBalance(core, approved);
  await scheduleJob(core, "start", campaign._id, start, version);
  const waits = start > core.clock.now();
  const scheduled = waits ? await move(core, campaign, "schedule", SYSTEM, { version }) : undefined;
  await refreshCampaign(core, campaign._id);
  return { kind: "approved", campaign: scheduled ?? approved };
}

/** Someone else moved the campaign between our reading and our writing: say what it is now. */
async function lost(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  version: number,
  member: Member,
): Promise<ApprovalOutcome> {
  const now = await core.store.campaigns.findOne({ _id: campaign._id });
  if (now === undefined) return { kind: "refused", refusal: { kind: "state", state: "cancelled" } };
  // A reservation made for an approval that was overtaken by an edit, a rejection or a cancellation goes back.
  const holdsQuota = ["approved", "scheduled", "sending", "paused", "awaiting_receipts"];
  if (now.version !== version || !holdsQuota.includes(now.state)) {
    await releaseQuota(core, { ...campaign, version });
  }
  if (now.version === version && now.approvals[member._id] !== undefined) {
    return { kind: "already", campaign: now };
  }
  const why = refusal(now, version, member, merchant) ?? { kind: "state", state: now.state };
  return { kind: "refused", refusal: why };
}

/** An approver says no to one version, with a reason for the drafter. */
export async function reject(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  version: number,
  member: Member,
  actor: Actor,
  reason: string,
): Promise<
  | { readonly kind: "rejected"; readonly campaign: Campaign }
  | { readonly kind: "refused"; readonly refusal: DecisionRefusal }
> {
  const no = refusal(campaign, version, member, {
    ...merchant,
    settings: { ...merchant.settings, selfApproval: true },
  });
  if (no !== undefined) return { kind: "refused", refusal: no };
  const rejected = await move(core, campaign, "reject", actor, {
    version,
    set: { rejection: { name: member.name, reason } },
    detail: { reason },
  });
  if (rejected === undefined) {
    const now = await core.store.campaigns.findOne({ _id: campaign._id });
    const why = now && refusal(now, version, member, merchant);
    return {
      kind: "refused",
      refusal: why ?? { kind: "state", state: now?.state ?? "cancelled" },
    };
  }
  await releaseQuota(core, campaign);
  await refreshCampaign(core, campaign._id);
  return { kind: "rejected", campaign: rejected };
}
