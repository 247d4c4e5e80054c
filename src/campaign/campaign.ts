import type { Channel } from "../chat/chat.ts";
import type { Canary } from "../delivery/canary.ts";
import type { AudienceId, CampaignId, MemberId, MerchantId, ProviderId } from "../ids.ts";
import type { Price } from "../money.ts";
import type { PolicyReport } from "../policy/finding.ts";
import type { Counts } from "../settlement/counts.ts";
import type { Doc } from "../store/collection.ts";
import type { TextTally } from "./message-writer.ts";
import type { CampaignState } from "./state.ts";
import type { Split } from "./variant.ts";

/** What an approver approves: made on entering approval, for one version. What is approved is exactly what goes. */
export interface Plan {
  readonly version: number;
  /** As it will arrive, signature and opt-out line included; `{name}` stands for each person's own. */
  readonly text: string;
  /** How it comes out for its people; one for each text of a split campaign. */
  readonly tallies: readonly TextTally[];
  /** The second text of a split campaign, and what policy says of it. */
  readonly second: { readonly text: string; readonly report: PolicyReport } | null;
  /** Segments of all sendable recipients: what approval reserves. */
  readonly segments: number;
  readonly sendable: number;
  readonly report: PolicyReport;
  readonly routing: readonly {
    readonly provider: ProviderId;
    readonly recipients: number;
    readonly segments: number;
  }[];
  /** What a segment costs at each provider that takes the text, as it was when the plan was made. */
  readonly prices: Readonly<Record<string, Price>>;
  /** Providers that take this text: where a recipient may go when their own lane stops. */
  readonly eligible: readonly ProviderId[];
  readonly sendAt: number | null;
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly preparedAt: number;
}

export interface Approval {
  readonly member: MemberId;
  readonly name: string;
  readonly at: number;
  readonly platform: string;
  /** How many findings at risk the approver accepted; absent in approvals given before that was asked. */
  readonly acceptedRisks?: number;
}

/** Why a campaign stopped by itself. */
export type PauseCause =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "account"; readonly provider: string; readonly message: string }
  | { readonly kind: "no_lane" };

export interface Settlement {
  /** `closing` is durable before the books are closed: from then on a receipt is late. */
  readonly stage: "open" | "counting" | "provisional" | "closing" | "settled";
  /** The counts the provisional summary was pushed with; null when none was. */
  readonly provisional: Counts | null;
  readonly settledAt: number | null;
  /** When the list of failed recipients was deleted. */
  readonly detailsGoneAt: number | null;
}

/** One text sent to one audience. */
export interface Campaign extends Doc {
  readonly _id: CampaignId;
  readonly merchantId: MerchantId;
  /** The number people call it by, from 1 for each merchant. */
  readonly number: number;
  readonly name: string;
  readonly state: CampaignState;
  /** Counts edits: a button belongs to one version. */
  readonly version: number;
  readonly text: string;
  /** A second text that some people get in place of the first. */
  readonly split: Split | null;
  readonly audienceId: AudienceId;
  /** Lists whose numbers are left out; absent in campaigns drafted before there were any. */
  readonly excludedLists?: readonly AudienceId[];
  /** When it should go, epoch ms; null: as soon as approved. */
  readonly sendAt: number | null;
  readonly createdBy: MemberId;
  readonly createdByName: string;
  /** Who last changed it or asked for its approval: not the one to approve it. */
  readonly editedBy: MemberId;
  readonly createdAt: number;
  /** Where it was drafted. */
  readonly origin: Channel;
  readonly plan: Plan | null;
  readonly requestedBy: MemberId | null;
  readonly requestedAt: number | null;
  readonly approvals: Readonly<Record<string, Approval>>;
  /** How many different approvers it needs. */
  readonly approvalsNeeded: number;
  readonly approvedAt: number | null;
  readonly rejection: { readonly name: string; readonly reason: string } | null;
  /** Why it needs a fresh approval, when it does. */
  readonly askedAgain: "late" | "policy" | "expired" | null;
  readonly startAt: number | null;
  readonly startedAt: number | null;
  /** T: the end of sending. */
  readonly endedAt: number | null;
  readonly pause: PauseCause | null;
  readonly cancelledBy: string | null;
  readonly counts: Counts;
  readonly settlement: Settlement;
  /** Providers that still have a lane in it. */
  readonly lanes: readonly ProviderId[];
  /** First shares by provider; none in a campaign that is not large, or was sent before there were any. */
  readonly canaries?: Readonly<Record<string, Canary>>;
  /** While a plan is being made: who does it and until when nobody else may. */
  readonly preparing: {
    readonly token: string;
    readonly until: number;
    /** Rows of the audience that were sorted, once that has taken a moment. */
    readonly rows?: number;
    readonly of?: number;
  } | null;
}
