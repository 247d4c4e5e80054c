import type { AudienceRowDoc, SavedAudience } from "../audience/audience.ts";
import type { ContactBook } from "../audience/frequency.ts";
import type { SavedList } from "../audience/lists.ts";
import type { Suppression } from "../audience/suppression.ts";
import type { AuditEntry } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { LiveMessage } from "../chat/live-message.ts";
import type { LaneDoc } from "../delivery/lane-lease.ts";
import type { MessagePart } from "../delivery/message-parts.ts";
import type { StoredReceipt } from "../delivery/receipt-store.ts";
import type { Recipient } from "../delivery/recipient.ts";
import type { StoredReply } from "../delivery/replies.ts";
import type { UnknownCode } from "../delivery/unknown-codes.ts";
import type { Job } from "../jobs/jobs.ts";
import type { LinkCode } from "../merchant/link.ts";
import type { Identity, Member, MerchantChannel, MerchantPlace } from "../merchant/member.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { RuleCandidate } from "../review/candidates.ts";
import type { PhraseResult, TextResult } from "../review/experience.ts";
import type { Registration } from "../review/registration.ts";
import type { Silence } from "../review/silence.ts";
import type { StoredCheck } from "../review/stored-check.ts";
import type { LedgerEntry, QuotaAccount } from "../settlement/quota.ts";
import type { NumberClaim } from "../test-send/own-number.ts";
import type { TestSend } from "../test-send/test-send.ts";
import type { Collection, Database, Doc, IndexSpec } from "./collection.ts";

/** A delivery of a chat that was acted on, so that its repetition is not. */
export interface Claim extends Doc {
  readonly at: number;
}

/** Every collection of the product. */
export interface Collections {
  readonly merchants: Collection<Merchant>;
  readonly members: Collection<Member>;
  readonly identities: Collection<Identity>;
  readonly places: Collection<MerchantPlace>;
  readonly channels: Collection<MerchantChannel>;
  readonly linkCodes: Collection<LinkCode>;
  readonly campaigns: Collection<Campaign>;
  readonly audiences: Collection<SavedAudience>;
  readonly audienceRows: Collection<AudienceRowDoc>;
  readonly lists: Collection<SavedList>;
  readonly recipients: Collection<Recipient>;
  readonly suppressions: Collection<Suppression>;
  readonly contacts: Collection<ContactBook>;
  readonly messageParts: Collection<MessagePart>;
  readonly receipts: Collection<StoredReceipt>;
  readonly replies: Collection<StoredReply>;
  readonly unknownCodes: Collection<UnknownCode>;
  readonly lanes: Collection<LaneDoc>;
  readonly testSends: Collection<TestSend>;
  readonly numberClaims: Collection<NumberClaim>;
  readonly quotas: Collection<QuotaAccount>;
  readonly ledger: Collection<LedgerEntry>;
  readonly audit: Collection<AuditEntry>;
  readonly messages: Collection<LiveMessage>;
  readonly jobs: Collection<Job>;
  readonly claims: Collection<Claim>;
  readonly checks: Collection<StoredCheck>;
  readonly silences: Collection<Silence>;
  readonly registrations: Collection<Registration>;
  readonly phraseResults: Collection<PhraseResult>;
  readonly textResults: Collection<TextResult>;
  readonly ruleCandidates: Collection<RuleCandidate>;
}

/** What each collection is looked up by. */
const INDEXES: { readonly [K in keyof Collections]?: readonly IndexSpec[] } = {
  members: [{ name: "merchant", keys: { merchantId: 1 } }],
  identities: [
    { name: "person", keys: { person: 1 } },
    { name: "member", keys: { merchantId: 1, memberId: 1 } },
  ],
  places: [{ name: "merchant", keys: { merchantId: 1 } }],
  channels: [{ name: "merchant", keys: { merchantId: 1 } }],
  campaigns: [
    { name: "number", keys: { merchantId: 1, number: 1 }, unique: true },
    { name: "state", keys: { state: 1 } },
    { name: "audience", keys: { audienceId: 1 } },
  ],
  audiences: [{ name: "merchant", keys: { merchantId: 1, createdAt: -1 } }],
  audienceRows: [
    { name: "audience", keys: { audienceId: 1, line: 1 }, unique: true },
    { name: "phone", keys: { audienceId: 1, phone: 1 } },
  ],
  lists: [
    { name: "name", keys: { merchantId: 1, key: 1 }, unique: true },
    { name: "number", keys: { merchantId: 1, number: 1 } },
  ],
  recipients: [
    // By line, as they were written: neighbours in the list are neighbours in the file, and a batch touches few pages.
    { name: "turn", keys: { campaignId: 1, state: 1, provider: 1, line: 1 } },
    { name: "order", keys: { campaignId: 1, _id: 1 } },
    { name: "line", keys: { campaignId: 1, state: 1, line: 1 } },
    { name: "message", keys: { messageKey: 1 } },
    { name: "number", keys: { phone: 1 } },
  ],
  suppressions: [{ name: "merchant", keys: { merchantId: 1, at: -1 } }],
  contacts: [{ name: "at", keys: { at: 1 } }],
  messageParts: [
    { name: "recipient", keys: { recipient: 1 } },
    { name: "campaign", keys: { campaignId: 1 } },
  ],
  receipts: [
    { name: "message", keys: { messageKey: 1 } },
    { name: "about", keys: { state: 1, phone: 1 } },
    { name: "campaign", keys: { campaignId: 1 } },
  ],
  replies: [{ name: "phone", keys: { phone: 1, at: -1 } }],
  testSends: [
    { name: "state", keys: { state: 1 } },
    { name: "message", keys: { messageKeys: 1 } },
  ],
  ledger: [{ name: "merchant", keys: { merchantId: 1, at: -1 } }],
  audit: [{ name: "campaign", keys: { campaignId: 1, at: 1 } }],
  messages: [
    { name: "dirty", keys: { dirty: 1, notBefore: 1 } },
    { name: "campaign", keys: { campaignId: 1 } },
  ],
  jobs: [
    { name: "due", keys: { done: 1, dueAt: 1 } },
    { name: "campaign", keys: { campaignId: 1 } },
  ],
  claims: [{ name: "at", keys: { at: 1 } }],
  checks: [{ name: "at", keys: { at: 1 } }],
  silences: [{ name: "merchant", keys: { merchantId: 1, at: 1 } }],
  phraseResults: [
    { name: "key", keys: { key: 1, at: 1 } },
    { name: "at", keys: { at: 1 } },
  ],
  textResults: [
    { name: "provider", keys: { provider: 1, at: 1 } },
    { name: "at", keys: { at: 1 } },
  ],
};

/** Opens the product's collections and makes the indexes that are missing. */
export async function openCollections(database: Database): Promise<Collections> {
  for (const [name, indexes] of Object.entries(INDEXES)) {
    await database.ensureIndexes(name, indexes);
  }
  return {
    merchants: database.collection("merchants"),
    members: database.collection("members"),
    identities: database.collection("identities"),
    places: database.collection("places"),
    channels: database.collection("channels"),
    linkCodes: database.collection("linkCodes"),
    campaigns: database.collection("campaigns"),
    audiences: database.collection("audiences"),
    audienceRows: database.collection("audienceRows"),
    lists: database.collection("lists"),
    recipients: database.collection("recipients"),
    suppressions: database.collection("suppressions"),
    contacts: database.collection("contacts"),
    messageParts: database.collection("messageParts"),
    receipts: database.collection("receipts"),
    replies: database.collection("replies"),
    unknownCodes: database.collection("unknownCodes"),
    lanes: database.collection("lanes"),
    testSends: database.collection("testSends"),
    numberClaims: database.collection("numberClaims"),
    quotas: database.collection("quotas"),
    ledger: database.collection("ledger"),
    audit: database.collection("audit"),
    messages: database.collection("messages"),
    jobs: database.collection("jobs"),
    claims: database.collection("claims"),
    checks: database.collection("checks"),
    silences: database.collection("silences"),
    registrations: database.collection("registrations"),
    phraseResults: database.collection("phraseResults"),
    textResults: database.collection("textResults"),
    ruleCandidates: database.collection("ruleCandidates"),
  };
}
