import { audit, SYSTEM } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { ENDED_STATES } from "../campaign/state.ts";
import type { Core } from "../core.ts";
import type { AudienceId, MerchantId } from "../ids.ts";
import { discardAudience, type SavedAudience } from "./audience.ts";

/** How long what was deleted, or is being made, is left alone: nobody's form or merge is open that long. */
const GRACE = 24 * 3_600_000;

/** The campaigns that have not ended and take this list, as their audience or to leave it out. */
export function campaignsNeeding(
  core: Core,
  merchantId: MerchantId,
  list: AudienceId,
): Promise<Campaign[]> {
  return core.store.campaigns.find(
    {
      merchantId,
      state: { $nin: ENDED_STATES },
      $or: [{ audienceId: list }, { excludedLists: list }],
    },
    { sort: { number: -1 }, limit: 20 },
  );
}

/** Deletes the rows of deleted lists that no campaign needs any more, and what a crash left half made. */
export async function sweepLists(core: Core): Promise<void> {
  const until = { $lt: core.clock.now() - GRACE };
  for (const audience of await core.store.audiences.find({ making: until })) {
    if (await isListed(core, audience._id)) await unmark(core, audience._id, "making");
    else await discardAudience(core, audience._id);
  }
  for (const audience of await core.store.audiences.find({ unlistedAt: until })) {
    await purgeUnlisted(core, audience);
  }
}

/** Deletes a deleted list's rows unless a campaign needs them. Its name and counts stay, for the campaigns' cards. */
async function purgeUnlisted(core: Core, audience: SavedAudience): Promise<void> {
  const { _id, merchantId, name, unlistedAt } = audience;
  if (await isListed(core, _id)) {
    await unmark(core, _id, "unlistedAt");
    return;
  }
  if ((await campaignsNeeding(core, merchantId, _id)).length > 0) return;
  // From here on it can't become a list again; a crash leaves the mark, and the next sweep goes on.
  const { matched } = await core.store.audiences.updateOne(
    { _id, unlistedAt: unlistedAt ?? null },
    { $set: { emptiedAt: core.clock.now() } },
  );
  if (matched === 0) return;
  await core.store.audienceRows.deleteMany({ audienceId: _id });
  const detail = { name, rows: audience.rows };
  await audit(core, { merchantId, campaignId: null, action: "list.purge", actor: SYSTEM, detail });
  await core.store.audiences.updateOne(
    { _id },
    { $set: { faults: [] }, $unset: { unlistedAt: true, file: true } },
  );
}

async function isListed(core: Core, _id: AudienceId): Promise<boolean> {
  return (await core.store.lists.findOne({ _id })) !== undefined;
}

async function unmark(core: Core, _id: AudienceId, mark: "making" | "unlistedAt"): Promise<void> {
  await core.store.audiences.updateOne({ _id }, { $unset: { [mark]: true } });
}
