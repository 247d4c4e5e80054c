import type { Place } from "../chat/invocation.ts";
import type { Core } from "../core.ts";
import { type CampaignId, type MemberId, type MerchantId, randomId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/** Who did it: a member somewhere, or qunfa itself. */
export type Actor =
  | {
      readonly kind: "member";
      readonly member: MemberId;
      readonly name: string;
      readonly place: Pick<Place, "platform" | "channel">;
    }
  | { readonly kind: "system" };

export const SYSTEM: Actor = { kind: "system" };

/** One line of the audit trail. Never changed, never deleted. */
export interface AuditEntry extends Doc {
  readonly merchantId: MerchantId;
  readonly campaignId: CampaignId | null;
  /** `campaign.approve`, `details.export`, `quota.grant` … */
  readonly action: string;
  readonly actor: Actor;
  readonly at: number;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export async function audit(
  core: Core,
  entry: Pick<AuditEntry, "merchantId" | "campaignId" | "action" | "actor"> & {
    readonly detail?: AuditEntry["detail"];
  },
): Promise<void> {
  await core.store.audit.insertOne({
    _id: randomId(),
    at: core.clock.now(),
    detail: {},
    ...entry,
  });
}
