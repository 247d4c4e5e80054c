import { findSuppressed } from "../audience/suppression.ts";
import { SYSTEM } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { move } from "../campaign/move.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { ProviderId, RecipientId } from "../ids.ts";
import { settingsOf } from "../merchant/merchant.ts";
import { applyChanges, type RecipientChange } from "./apply-changes.ts";
import { beginSecondTry, endSecondTry } from "./first-try.ts";
import { whollyFailed } from "./message-parts.ts";
import { messageOf, type Recipient } from "./recipient.ts";
import { otherLanes } from "./reroute.ts";
import { createRouter, type Route } from "./routing.ts";

const BATCH = 500;

/**
 * Where the merchant wishes it: whoever was surely blocked for content at one provider is tried once at another that
 * takes the text. Surely means that the provider refused it, or that its receipt names a code which its own table maps
 * to blocked content; such a code is final with every provider we know, so nothing more is expected of that message.
 * Never: after a call whose outcome was once unknown, a second time, for someone suppressed meanwhile, after the
 * provisional settlement, or while the provider's first share is still being judged.
 *
 * True when the campaign has someone to send to because of it. `only` looks at some recipients in place of all.
 */
export async function failOverContent(
  core: Core,
  { _id, merchantId }: Pick<Campaign, "_id" | "merchantId">,
  only?: readonly RecipientId[],
): Promise<boolean> {
  const merchant = await core.store.merchants.findOne({ _id: merchantId });
  if (merchant === undefined || !settingsOf(merchant).contentFailover) return false;
  // As it is now: what a first share came to, or how far its books are, may have changed since it was read.
  const campaign = await core.store.campaigns.findOne({ _id });
  if (campaign === undefined) return false;
  const { stage } = campaign.settlement;
  if (stage !== "open" && stage !== "counting") return false;
  if (campaign.state !== "sending" && campaign.state !== "awaiting_receipts") return false;
  const routes = new Map<ProviderId, Route>();
  let claimed = 0;
  let after = 0;
  for (;;) {
    const blocked = await core.store.recipients.find(
      {
        campaignId: campaign._id,
        state: "failed",
        reason: "content_blocked",
        firstTry: null,
        ...(only === undefined ? { line: { $gt: after } } : { _id: { $in: only } }),
      },
      { sort: { line: 1 }, limit: BATCH },
    );
    claimed += await claim(core, campaign, blocked, routes);
    const last = blocked.at(-1)?.line;
    if (last === undefined || only !== undefined) break;
    after = last;
  }
  return claimed > 0 && (await keepSending(core, campaign));
}

/** Makes those of them pending elsewhere that may go. Returns how many. */
async function claim(
  core: Core,
  campaign: Campaign,
  blocked: readonly Recipient[],
  routes: Map<ProviderId, Route>,
): Promise<number> {
  const { sure, inParts } = await surelyBlocked(core, campaign, blocked);
  const changes: RecipientChange[] = [];
  for (const before of sure) {
    if (before.provider === null || before.phone === null) continue;
    let route = routes.get(before.provider);
    if (route === undefined) {
      route = createRouter(await otherLanes(core, campaign, before.provider), core.places);
      routes.set(before.provider, route);
    }
    const to = route(before.phone);
    if (to !== undefined) changes.push({ before, set: beginSecondTry(before, to) });
  }
  if (changes.length === 0) return 0;
  // First that a later receipt of the first try finds its person, then that the lane looks, then the claim.
  const whole = changes.filter(({ before }) => !inParts.has(before._id));
  await core.store.messageParts.insertMany(whole.flatMap(({ before }) => messageOf(before)));
  for (const lane of new Set(changes.map(({ set }) => set.provider as ProviderId))) {
    await core.store.campaigns.updateOne({ _id: campaign._id }, { $addToSet: { lanes: lane } });
  }
  const lost = await applyChanges(core, changes);
  const claimed = changes.length - lost.length;
  if (claimed > 0) {
    core.log.info(
      { campaign: campaign._id, people: claimed },
      "people whose content was blocked at one provider are tried once at another",
    );
    core.lanes.ring();
  }
  return claimed;
}

async function surelyBlocked(
  core: Core,
  campaign: Campaign,
  blocked: readonly Recipient[],
): Promise<{ sure: Recipient[]; inParts: ReadonlyMap<RecipientId, boolean> }> {
  const judged = blocked.filter(({ doubtful, messageKey, decidedAt, provider }) => {
    const canary = campaign.canaries?.[provider ?? ""]?.state;
    const undecided = canary === "sampling" || canary === "waiting" || canary === "stopped";
    // Refused at once it has no message; by a receipt it must be known which.
    return doubtful !== true && !undecided && (decidedAt === null || messageKey !== null);
  });
  const phones = judged.flatMap(({ phone }) => phone ?? []);
  const suppressed = await findSuppressed(core, campaign.merchantId, phones);
  const inParts = await whollyFailed(core, judged);
  const sure = judged.filter(
    ({ _id, phone }) => phone !== null && !suppressed.has(phone) && inParts.get(_id) !== false,
  );
  return { sure, inParts };
}

/**
 * Sees to it that whoever is pending for a second try is sent: a campaign whose sending had ended goes on, and its end
 * moves. Where its books are being closed they stay blocked as they were. True when the campaign is being sent.
 */
export async function keepSending(core: Core, campaign: Campaign): Promise<boolean> {
  const now = await core.store.campaigns.findOne({ _id: campaign._id });
  if (now?.state === "sending" || now?.state === "paused") return true;
  const reopened = await move(core, campaign, "reopen", SYSTEM, {
    where: { "settlement.stage": "counting" },
    set: { endedAt: null, "settlement.stage": "open" },
    detail: { why: "content_failover" },
  });
  if (reopened === undefined) {
    await giveUpSecondTries(core, campaign);
    return false;
  }
  core.lanes.ring();
  await refreshCampaign(core, campaign._id);
  return true;
}

/** True when a stop or crash left someone pending for a second try in a campaign whose sending had ended. */
export async function hasSecondTries(core: Core, campaign: Campaign): Promise<boolean> {
  if (campaign.state !== "awaiting_receipts") return false;
  return (await core.store.recipients.findOne(waitingForSecondTry(campaign))) !== undefined;
}

/** Whoever still waits for a second try is blocked, as they were: the books are being closed. */
export async function giveUpSecondTries(core: Core, campaign: Campaign): Promise<void> {
  for (;;) {
    const waiting = await core.store.recipients.find(waitingForSecondTry(campaign), {
      limit: BATCH,
    });
    if (waiting.length === 0) return;
    await applyChanges(
      core,
      waiting.flatMap((before) =>
        before.firstTry == null ? [] : [{ before, set: endSecondTry(before.firstTry) }],
      ),
    );
  }
}

function waitingForSecondTry({ _id }: Campaign) {
  return { campaignId: _id, state: "pending", "firstTry.provider": { $gt: "" } } as const;
}
