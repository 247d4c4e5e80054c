import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { sayTogether } from "../delivery/message-parts.ts";
import type { StoredReceipt } from "../delivery/receipt-store.ts";
import { redact } from "../log.ts";
import { chargeQuota, releaseQuota } from "../settlement/quota.ts";
import { holdOf, TEST_RECEIPT_MS, type TestSend } from "./test-send.ts";

const OUT = ["submitting", "submitted"] as const;

/** Looks among receipts for those on test messages: what is delivered is charged, what failed is released. */
export async function applyToTests(core: Core, receipts: readonly StoredReceipt[]): Promise<void> {
  if (receipts.length === 0) return;
  // Nearly always there is none out, and the intake need not look further.
  if ((await core.store.testSends.findOne({ state: { $in: OUT } })) === undefined) return;
  const keys = receipts.flatMap(({ messageKey }) => messageKey ?? []);
  const ids = receipts.flatMap(({ recipient }) => recipient ?? []);
  const tests = [
    ...(keys.length === 0 ? [] : await core.store.testSends.find({ messageKeys: { $in: keys } })),
    ...(ids.length === 0 ? [] : await core.store.testSends.find({ _id: { $in: ids } })),
  ];
  for (const test of tests) await conclude(core, test);
}

async function conclude(core: Core, test: TestSend): Promise<void> {
  if (test.state !== "submitted" && test.state !== "submitting") return;
  const { messageKeys } = test;
  const heard = await core.store.receipts.find(
    messageKeys.length === 0 ? { recipient: test._id } : { messageKey: { $in: messageKeys } },
  );
  const said = sayTogether(
    messageKeys.length === 0
      ? [heard]
      : messageKeys.map((key) => heard.filter((receipt) => receipt.messageKey === key)),
    Math.max(1, messageKeys.length),
  );
  if (said === null) return;
  // The hold before the state, which says that there is nothing left to do: a crash between the two closes it again.
  if (said.outcome.kind === "delivered") await chargeQuota(core, holdOf(test), test.segments);
  await releaseQuota(core, holdOf(test));
  const { code } = said;
  const detail = redact(said.detail);
  await core.store.testSends.updateOne(
    { _id: test._id, state: { $in: OUT } },
    { $set: { state: said.outcome.kind, code, detail } },
  );
  await core.store.receipts.updateMany(
    { _id: { $in: heard.map(({ _id }) => _id) }, state: "waiting" },
    { $set: { state: "applied" } },
  );
  if (test.campaignId !== null) await refreshCampaign(core, test.campaignId);
}

/** Gives up on tests of which nothing was heard in time, those a crash left half way included: nothing of them is charged. */
export async function endOldTests(core: Core): Promise<void> {
  const until = { $lt: core.clock.now() - TEST_RECEIPT_MS };
  const left = await core.store.testSends.find({
    state: { $in: ["preparing", ...OUT] },
    at: until,
  });
  for (const test of left) {
    await releaseQuota(core, holdOf(test));
    await core.store.testSends.updateOne({ _id: test._id }, { $set: { state: "ended" } });
    if (test.campaignId !== null) await refreshCampaign(core, test.campaignId);
  }
  await core.store.testSends.deleteMany({
    state: { $in: ["delivered", "failed", "ended"] },
    at: { $lt: core.clock.now() - 30 * 24 * 3_600_000 },
  });
}
