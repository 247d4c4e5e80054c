import { beijingDay, readBeijingTime } from "../../src/delivery/beijing-time.ts";
import type { HandedOver } from "../../src/delivery/provider.ts";
import type { AliyunApi, SendDetail } from "./api.ts";
import { mainlandNumber, messageIdOf } from "./message-id.ts";
import type { Report } from "./receipt.ts";

/** Clocks differ: so near to midnight a text may be in either day's details. */
const CLOCKS_APART = 5 * 60_000;

const SEND_STATUS = { failed: 2, delivered: 3 } as const;

/** What became of the text that a call of ours brought to a number; undefined: Aliyun knows of none. */
export async function findDetail(
  api: Pick<AliyunApi, "sentTo">,
  { phone, call }: HandedOver,
): Promise<SendDetail | undefined> {
  const number = mainlandNumber(phone);
  if (number === undefined || call === undefined) return undefined;
  const days = [call.at, call.at - CLOCKS_APART, call.at + CLOCKS_APART].map(beijingDay);
  for (const day of new Set(days)) {
    for await (const detail of api.sentTo(number, day))
      if (detail.outId === call.submission) return detail;
  }
  return undefined;
}

/** The report that a row of details is; undefined while Aliyun waits for the carrier. `now`: epoch ms. */
export function reportOf(
  { recipient, phone, call }: HandedOver,
  { sendStatus, errCode, receiveDate, sendDate }: SendDetail,
  now: number,
): Report | undefined {
  const delivered = sendStatus === SEND_STATUS.delivered;
  if (call === undefined || (!delivered && sendStatus !== SEND_STATUS.failed)) return undefined;
  return {
    messageId: messageIdOf(call.submission, phone),
    recipient,
    delivered,
    code: errCode === "" ? (delivered ? "DELIVERED" : "SP_UNKNOWN_ERROR") : errCode,
    detail: "",
    at: readBeijingTime(receiveDate) ?? readBeijingTime(sendDate) ?? now,
  };
}
