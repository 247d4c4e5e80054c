import { z } from "zod";
import type { EmulatedAccount } from "./account.ts";
import { ApiFault } from "./fault.ts";
import type { Report } from "./script.ts";

const WEEK = 7 * 24 * 3_600;

const shape = z.strictObject({
  BeginTime: z.number().int(),
  EndTime: z.number().int(),
  Offset: z.literal(0),
  Limit: z.number().int().min(1).max(100),
  PhoneNumber: z.string().regex(/^\+86\d{11}$/u),
  SmsSdkAppId: z.string(),
});
type Question = z.output<typeof shape>;

/** Reads what is asked about a number; throws the fault of the first parameter that is not right. `now`: Unix seconds. */
export function readQuestion(account: EmulatedAccount, json: unknown, now: number): Question {
  const read = shape.safeParse(json);
  if (!read.success || read.data.SmsSdkAppId !== account.sdkAppId)
    throw new ApiFault("InvalidParameter");
  if (read.data.BeginTime < now - WEEK)
    throw new ApiFault("InvalidParameterValue.BeginTimeVerifyFail");
  return read.data;
}

interface Told {
  readonly phone: string;
  readonly sentAt: number;
  readonly reportedAt: number;
  readonly serialNo: string;
  readonly session: string;
  readonly report: Report | undefined;
}

/** PullSmsSendStatusByPhoneNumber: what carriers said. Without an echo the session stays empty, as Tencent has it at first. */
export function statusesFor(
  { PhoneNumber, BeginTime, EndTime, Limit }: Question,
  book: readonly Told[],
  echoesSession: boolean,
): object[] {
  return book
    .flatMap(({ phone, report, sentAt, reportedAt, serialNo, session }) => {
      const at = sentAt / 1000;
      const told = phone === PhoneNumber && at >= BeginTime && at <= EndTime;
      if (!told || report === undefined) return [];
      return [
        {
          UserReceiveTime: Math.floor(reportedAt / 1000),
          CountryCode: "86",
          SubscriberNumber: phone.slice(3),
          PhoneNumber: phone,
          SerialNo: serialNo,
          ReportStatus: report.success ? "SUCCESS" : "FAIL",
          Description: report.code,
          SessionContext: echoesSession ? session : "",
        },
      ];
    })
    .slice(0, Limit);
}

/** What a person sent back. `at`: Unix seconds. */
export interface EmulatedReply {
  readonly phone: string;
  readonly text: string;
  readonly at: number;
}

/** PullSmsReplyStatusByPhoneNumber: what came back. */
export function repliesFor(
  { PhoneNumber, BeginTime, EndTime, Limit }: Question,
  replies: readonly EmulatedReply[],
): object[] {
  return replies
    .filter(({ phone, at }) => phone === PhoneNumber && at >= BeginTime && at <= EndTime)
    .slice(0, Limit)
    .map(({ phone, text, at }) => ({
      ExtendCode: "",
      CountryCode: "86",
      PhoneNumber: phone,
      SubscriberNumber: phone.slice(3),
      SignName: "小店",
      ReplyContent: text,
      ReplyTime: at,
    }));
}
