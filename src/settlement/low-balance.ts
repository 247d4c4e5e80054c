import type { Campaign } from "../campaign/campaign.ts";
import { channelsOf, pushMessage } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { settingsOf } from "../merchant/merchant.ts";
import { readQuota } from "./quota.ts";

/**
 * Tells a merchant, once, that a campaign's share left little: below the merchant's setting, and again only after there
 * was enough in between. The message is stored before the account remembers it, under the campaign's key: a crash
 * between the two repeats it without doubling it.
 */
export async function noticeLowBalance(core: Core, campaign: Campaign): Promise<void> {
  const { merchantId } = campaign;
  const merchant = await core.store.merchants.findOne({ _id: merchantId });
  if (merchant === undefined) return;
  const limit = settingsOf(merchant).lowBalance;
  const { free, lowSince } = await readQuota(core, merchantId);
  if (free >= limit) {
    if (lowSince != null) await enoughAgain(core, merchantId, limit);
    return;
  }
  if (lowSince != null) return;
  for (const channel of await channelsOf(core, campaign)) {
    await pushMessage(core, campaign, "low_balance", channel, String(campaign.version));
  }
  await core.store.quotas.updateOne(
    {
      _id: merchantId,
      free: { $lt: limit },
      $or: [{ lowSince: null }, { lowSince: { $exists: false } }],
    },
    { $set: { lowSince: core.clock.now() } },
  );
}

/** There is enough again: the next time it runs low is told anew. */
export async function enoughAgain(
  core: Core,
  merchantId: Campaign["merchantId"],
  limit: number,
): Promise<void> {
  await core.store.quotas.updateOne(
    { _id: merchantId, free: { $gte: limit } },
    { $set: { lowSince: null } },
  );
}

/** What a crash kept from being told, and what was filled up by what campaigns gave back. */
export async function sweepBalances(core: Core): Promise<void> {
  for await (const merchant of core.store.merchants.stream({})) {
    const [latest] = await core.store.campaigns.find(
      { merchantId: merchant._id, startedAt: { $gt: 0 } },
      { sort: { number: -1 }, limit: 1 },
    );
    if (latest !== undefined) await noticeLowBalance(core, latest);
  }
}
