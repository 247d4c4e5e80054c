import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { HandedOver } from "../delivery/provider.ts";
import { handedOver } from "../delivery/recipient.ts";
import type { ProviderId, RecipientId } from "../ids.ts";
import type { JobProgress } from "../jobs/jobs.ts";

/** So many people are read at once. */
const SLICE = 500;

/**
 * Fetches receipts that pushes may have missed, from every provider of a campaign. A provider that tells of one number at
 * a time asks about so many in one go as its account says: then this returns how far it came, to be called again with it,
 * and undefined when everyone was asked about. A provider that can't be reached does not hold up the books.
 */
export async function reconcile(
  core: Core,
  campaign: Campaign,
  progress?: JobProgress,
): Promise<JobProgress | undefined> {
  const { stage } = campaign.settlement;
  // What is heard from here on is late.
  if (stage === "closing" || stage === "settled") return undefined;
  const left: Record<ProviderId, RecipientId> = {};
  for (const id of campaign.plan?.eligible ?? []) {
    const provider = core.providers.get(id);
    const after = progress?.[id] as RecipientId | undefined;
    if (provider?.reconcile === undefined || (progress !== undefined && after === undefined)) {
      continue;
    }
    const out = new StillOut(core, campaign, id, after);
    try {
      await provider.reconcile(campaign.startedAt ?? campaign.createdAt, out);
      if (out.takenTo !== undefined) left[id] = out.takenTo;
    } catch (error) {
      core.log.warn(
        { err: error, provider: id },
        "receipts could not be fetched before a settlement",
      );
    }
  }
  return Object.keys(left).length === 0 ? undefined : left;
}

/** Those of a campaign that a provider has said nothing final of, in the order of their ids. */
class StillOut implements AsyncIterable<HandedOver> {
  readonly #core: Core;
  readonly #campaign: Campaign;
  readonly #provider: ProviderId;
  readonly #after: RecipientId | undefined;
  /** Whom it was taken to, where some are left; undefined also where nobody was taken. */
  takenTo: RecipientId | undefined;

  constructor(core: Core, campaign: Campaign, provider: ProviderId, after?: RecipientId) {
    this.#core = core;
    this.#campaign = campaign;
    this.#provider = provider;
    this.#after = after;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<HandedOver> {
    const out = this.#core.store.recipients.stream(
      {
        campaignId: this.#campaign._id,
        provider: this.#provider,
        state: { $in: ["submitting", "submitted"] },
        ...(this.#after === undefined ? {} : { _id: { $gt: this.#after } }),
      },
      { batchSize: SLICE },
    );
    for await (const recipient of out) {
      this.takenTo = recipient._id;
      yield* handedOver(recipient);
    }
    this.takenTo = undefined;
  }
}
