import type { Core } from "../core.ts";
import type { Filter, Update } from "../store/collection.ts";
import { type Actor, audit } from "./audit.ts";
import type { Campaign } from "./campaign.ts";
import { TRANSITIONS, type Transition } from "./state.ts";

/**
 * Takes a transition if the campaign is still as it was: in a state the transition leaves and, where the
 * caller gives one, at that version. Two people or two instances can't both take it.
 * Returns the campaign as it is now, or undefined when it had moved on; nothing was changed then.
 */
export async function move(
  core: Core,
  campaign: Pick<Campaign, "_id" | "merchantId">,
  transition: Transition,
  actor: Actor,
  options: {
    readonly version?: number;
    /** What else must still hold of it. */
    readonly where?: Filter;
    readonly set?: { readonly [path: string]: unknown };
    readonly detail?: Record<string, string | number | boolean | null>;
    readonly newVersion?: boolean;
  } = {},
): Promise<Campaign | undefined> {
  const { from, to } = TRANSITIONS[transition];
  const update: Update = {
    $set: { ...(options.set as Update["$set"]), state: to },
    ...(options.newVersion ? { $inc: { version: 1 } } : {}),
  };
  const moved = await core.store.campaigns.findOneAndUpdate(
    {
      ...options.where,
      _id: campaign._id,
      state: { $in: from },
      ...(options.version === undefined ? {} : { version: options.version }),
    },
    update,
  );
  if (moved === undefined) return undefined;
  await audit(core, {
    merchantId: campaign.merchantId,
    campaignId: campaign._id,
    action: `campaign.${transition}`,
    actor,
    detail: { version: moved.version, ...options.detail },
  });
  return moved;
}
