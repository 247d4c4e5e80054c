/** The life of a campaign. */
export const CAMPAIGN_STATES = [
  "draft",
  "awaiting_approval",
  "approved",
  "scheduled",
  "sending",
  "paused",
  "awaiting_receipts",
  "settled",
  "rejected",
  "cancelled",
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Nothing more is planned or sent from here on. */
export const ENDED_STATES: readonly CampaignState[] = ["settled", "cancelled"];

/** What moves a campaign, from which states, to which. The one table of transitions. */
export const TRANSITIONS = {
  edit: { from: ["draft", "awaiting_approval", "approved", "scheduled", "rejected"], to: "draft" },
  request: { from: ["draft"], to: "awaiting_approval" },
  expire: { from: ["awaiting_approval"], to: "draft" },
  reject: { from: ["awaiting_approval"], to: "rejected" },
  approve: { from: ["awaiting_approval"], to: "approved" },
  /** Something that was approved no longer holds: it needs a fresh approval. */
  ask_again: { from: ["approved", "scheduled"], to: "draft" },
  /** It waits for its moment; once more where its window has moved. */
  schedule: { from: ["approved", "scheduled"], to: "scheduled" },
  start: { from: ["approved", "scheduled"], to: "sending" },
  pause: { from: ["sending"], to: "paused" },
  resume: { from: ["paused"], to: "sending" },
  cancel: {
    from: ["draft", "awaiting_approval", "approved", "scheduled", "sending", "paused", "rejected"],
    to: "cancelled",
  },
  finish: { from: ["sending"], to: "awaiting_receipts" },
  /** Someone who was blocked at one provider goes to another: sending has not ended after all. */
  reopen: { from: ["awaiting_receipts"], to: "sending" },
  settle: { from: ["awaiting_receipts"], to: "settled" },
} as const satisfies Record<
  string,
  { readonly from: readonly CampaignState[]; readonly to: CampaignState }
>;
export type Transition = keyof typeof TRANSITIONS;

export function canMove(transition: Transition, from: CampaignState): boolean {
  return (TRANSITIONS[transition].from as readonly CampaignState[]).includes(from);
}
