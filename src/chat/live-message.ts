import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { CampaignId, MerchantId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import type { Channel, MessageRef } from "./chat.ts";

/** What a live message shows; it is rendered from how things stand whenever it is shown. */
export const MESSAGE_KINDS = [
  "campaign",
  "canary",
  "provisional",
  "final",
  "low_balance",
  "test",
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/**
 * One message in one channel that shows a campaign: the outbox and the book of what stands where in one.
 * Its id is its key, so that asking for it twice is asking once.
 */
export interface LiveMessage extends Doc {
  readonly merchantId: MerchantId;
  readonly campaignId: CampaignId;
  readonly kind: MessageKind;
  readonly channel: Channel;
  /** What of the campaign it is about, where it is about a part: a provider. */
  readonly about?: string;
  /**
   * `due`: to be posted. `posting`: durable before the chat is called; found so after a crash, it is looked for
   * before anything is posted. `posted`: stands at `ref`. `lost`: it may or may not stand, and the chat can't say;
   * it is not posted again. `failed`: the chat won't have it.
   */
  readonly state: "due" | "posting" | "posted" | "lost" | "failed";
  readonly ref: MessageRef | null;
  readonly postingSince: number | null;
  /** The message is older than what it shows. */
  readonly dirty: boolean;
  /** Counts requests to show it anew, so that one that comes while it is being shown is not lost. */
  readonly wanted: number;
  /** Not before this moment: pace, or a chat's own "retry after". */
  readonly notBefore: number;
  readonly leaseUntil: number;
  readonly attempts: number;
  readonly error: string | null;
}

/** Asks for a message in a channel, once for a key. `about` is the part of the campaign it is about, if it is. */
export async function pushMessage(
  core: Core,
  campaign: Pick<Campaign, "_id" | "merchantId">,
  kind: MessageKind,
  channel: Channel,
  about = "",
): Promise<string> {
  const { platform, workspace } = channel;
  const at = `${platform}:${workspace}:${channel.channel}`;
  const _id = [kind, campaign._id, ...(about === "" ? [] : [about]), at].join("/");
  await core.store.messages.insertMany([
    {
      _id,
      merchantId: campaign.merchantId,
      campaignId: campaign._id,
      kind,
      channel: { platform, workspace, channel: channel.channel },
      ...(about === "" ? {} : { about }),
      state: "due",
      ref: null,
      postingSince: null,
      dirty: true,
      wanted: 1,
      notBefore: 0,
      leaseUntil: 0,
      attempts: 0,
      error: null,
    },
  ]);
  core.outbox.ring();
  return _id;
}

/** Makes every message that shows a campaign be shown anew, at the pace its chat bears. */
export async function refreshCampaign(core: Core, campaignId: CampaignId): Promise<void> {
  await core.store.messages.updateMany(
    { campaignId },
    { $set: { dirty: true }, $inc: { wanted: 1 } },
  );
  core.outbox.ring();
}

/** Shows a campaign's card in every channel of its merchant, and where it was drafted. */
export async function pushCampaign(core: Core, campaign: Campaign): Promise<void> {
  for (const channel of await channelsOf(core, campaign)) {
    await pushMessage(core, campaign, "campaign", channel);
  }
  await refreshCampaign(core, campaign._id);
}

/** Where a campaign's news go: the merchant's channels, and where it was drafted. */
export async function channelsOf(core: Core, campaign: Campaign): Promise<Channel[]> {
  const channels = await core.store.channels.find({ merchantId: campaign.merchantId });
  const here = campaign.origin;
  const listed = channels.some(
    (c) =>
      c.platform === here.platform && c.workspace === here.workspace && c.channel === here.channel,
  );
  return listed ? channels : [...channels, here];
}
