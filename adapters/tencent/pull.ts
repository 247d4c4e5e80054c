import type { HandedOver, InboundReply } from "../../src/delivery/provider.ts";
import type { ProviderId } from "../../src/ids.ts";
import type { DeliveryStatus, TencentApi } from "./api.ts";
import { type Report, toReply } from "./receipt.ts";

/** Tencent tells of seven days; a little less, so that a slow clock does not ask for more. */
const TOLD = 7 * 24 * 3_600_000 - 60_000;
const CLOCKS_APART = 5 * 60_000;
/** No carrier reports later than this. */
const REPORTED = 72 * 3_600_000;

/** What a carrier said of the text that a call of ours brought to a number; undefined: nothing that is surely ours. */
export async function findStatus(
  api: Pick<TencentApi, "statusesOf">,
  { phone, call, messageId }: HandedOver,
  now: number,
): Promise<DeliveryStatus | undefined> {
  const statuses = await api.statusesOf({ phone, ...spanOf(call, now) });
  return statuses.find(
    ({ SerialNo, SessionContext }) =>
      SerialNo === messageId || (call !== undefined && SessionContext === call.submission),
  );
}

/** What came back from a number since our text to it. */
export async function findReplies(
  api: Pick<TencentApi, "repliesOf">,
  provider: ProviderId,
  { phone, call }: HandedOver,
  now: number,
): Promise<InboundReply[]> {
  const replies = await api.repliesOf({ phone, ...spanOf(call, now) });
  return replies.map(({ ReplyContent, ReplyTime }) =>
    toReply(provider, phone, ReplyContent, ReplyTime),
  );
}

function spanOf(call: HandedOver["call"], now: number): { from: number; to: number } {
  if (call === undefined) return { from: now - TOLD, to: now };
  const from = Math.max(now - TOLD, call.at - CLOCKS_APART);
  return { from, to: Math.max(from, Math.min(now, call.at + REPORTED)) };
}

/** The report that a row is; undefined when it says nothing final. `now`: epoch ms. */
export function reportOf(
  { recipient }: HandedOver,
  { SerialNo, ReportStatus, Description, UserReceiveTime }: DeliveryStatus,
  now: number,
): Report | undefined {
  if (!SerialNo || (ReportStatus !== "SUCCESS" && ReportStatus !== "FAIL")) return undefined;
  const delivered = ReportStatus === "SUCCESS";
  return {
    serialNo: SerialNo,
    recipient,
    delivered,
    code: Description || (delivered ? "DELIVRD" : "UNKNOWN"),
    detail: "",
    at: UserReceiveTime ? UserReceiveTime * 1000 : now,
  };
}
