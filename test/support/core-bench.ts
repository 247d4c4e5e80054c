import { openSqlite } from "../../adapters/sqlite/open.ts";
import { saveAudience } from "../../src/audience/audience.ts";
import {
  type GlobalSuppressions,
  noGlobalSuppressions,
} from "../../src/audience/global-suppressions.ts";
import { type PhonePlaces, placesByPrefix } from "../../src/audience/phone-place.ts";
import { type AudienceRow, pastedRows } from "../../src/audience/rows.ts";
import { approve, requestApproval } from "../../src/campaign/approval.ts";
import type { Actor } from "../../src/campaign/audit.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { createDraft } from "../../src/campaign/drafts.ts";
import type { Clock } from "../../src/clock.ts";
import type { Core } from "../../src/core.ts";
import type { Provider } from "../../src/delivery/provider.ts";
import { randomId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";
import type { Member } from "../../src/merchant/member.ts";
import type { Merchant } from "../../src/merchant/merchant.ts";
import { addMember, setUpMerchant } from "../../src/merchant/people.ts";
import type { Policy } from "../../src/policy/contract.ts";
import { grantQuota } from "../../src/settlement/quota.ts";
import type { Database } from "../../src/store/collection.ts";
import { openCollections } from "../../src/store/collections.ts";
import { DEFAULT_TIMINGS } from "../../src/timings.ts";
import { Wake } from "../../src/wake.ts";
import { TurnedClock } from "./turned-clock.ts";

/** The core over an embedded store in memory, a merchant with two people, and a clock to turn. */
export interface CoreBench {
  readonly core: Core;
  readonly clock: TurnedClock;
  readonly database: Database;
  readonly merchant: Merchant;
  readonly drafter: Member;
  readonly approver: Member;
  campaign(campaign: Campaign): Promise<Campaign>;
  /** A draft to these numbers. */
  draft(numbers: readonly string[], text?: string): Promise<Campaign>;
  /** A draft, approved by the other person. */
  approved(numbers: readonly string[], text?: string): Promise<Campaign>;
  close(): Promise<void>;
}

export const ORIGIN = { platform: "slack", workspace: "T1", channel: "C1" } as const;

export function actorOf(member: Member): Actor & { readonly kind: "member" } {
  return {
    kind: "member",
    member: member._id,
    name: member.name,
    place: { platform: "slack", channel: "C1" },
  };
}

/** A policy that finds nothing: for rules that have nothing to do with texts. */
const QUIET: Policy = {
  check: ({ providers }) => ({
    verdict: "pass",
    providers: Object.fromEntries(providers.map(({ id }) => [id, "pass" as const])),
    findings: [],
  }),
};

/** The nth of ten million mobile numbers. */
export function numberOf(n: number): string {
  return `138${String(n).padStart(8, "0")}`;
}

export async function openCoreBench(
  providers: readonly Provider[],
  options: {
    readonly quota?: number;
    readonly open?: () => Promise<Database>;
    readonly policy?: Policy;
    /** A clock that runs by itself, in place of the one to turn. */
    readonly clock?: Clock;
    readonly places?: PhonePlaces;
    readonly globalSuppressions?: GlobalSuppressions;
  } = {},
): Promise<CoreBench> {
  const clock = new TurnedClock();
  const database = await (options.open ?? (() => openSqlite({ file: ":memory:" })))();
  const core: Core = {
    clock: options.clock ?? clock,
    log: createLog("silent"),
    store: await openCollections(database),
    providers: new Map(providers.map((provider) => [provider.id, provider])),
    policy: options.policy ?? QUIET,
    places: options.places ?? placesByPrefix,
    globalSuppressions: options.globalSuppressions ?? noGlobalSuppressions,
    timings: DEFAULT_TIMINGS,
    instance: randomId(),
    lanes: new Wake(),
    outbox: new Wake(),
    jobs: new Wake(),
  };
  const who = (userId: string) =>
    ({ platform: "slack", workspace: "T1", userId, displayName: userId }) as const;
  const made = await setUpMerchant(
    core,
    who("ada"),
    { ...ORIGIN, direct: false },
    {
      name: "Shop",
      signature: "小店",
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
    },
  );
  if (made === undefined) throw new Error("the merchant exists");
  const { merchant, member: approver } = made;
  const drafter = await addMember(core, merchant._id, who("bo"), "drafter");
  const quota = options.quota ?? 1_000_000;
  await grantQuota(core, {
    merchantId: merchant._id,
    segments: quota,
    key: "first",
    by: null,
    reason: "",
  });
  const bench: CoreBench = {
    core,
    clock,
    database,
    merchant,
    drafter,
    approver,
    campaign: async ({ _id }) => {
      const found = await core.store.campaigns.findOne({ _id });
      if (found === undefined) throw new Error("the campaign is gone");
      return found;
    },
    draft: async (numbers, text = "会员日全场八折，欢迎到店选购") => {
      const rows: Iterable<AudienceRow> = pastedRows(numbers.join("\n"), "CN");
      const audience = await saveAudience(core, merchant._id, "test", rows);
      return createDraft(core, merchant, drafter, actorOf(drafter), ORIGIN, {
        name: "test",
        text,
        audienceId: audience._id,
        sendAt: null,
      });
    },
    approved: async (numbers, text) => {
      const draft = await bench.draft(numbers, text);
      const asked = await requestApproval(core, merchant, draft, drafter, actorOf(drafter));
      if (asked.kind !== "requested") throw new Error(`not requested: ${JSON.stringify(asked)}`);
      const { campaign } = asked;
      const said = await approve(
        core,
        merchant,
        campaign,
        campaign.version,
        approver,
        actorOf(approver),
        true,
      );
      if (said.kind !== "approved") throw new Error(`not approved: ${JSON.stringify(said)}`);
      return said.campaign;
    },
    close: () => database.close(),
  };
  return bench;
}
