import { z } from "zod";
import { NOT_CONNECTED } from "./connecting-agent.ts";

/** Surely nothing reached Tencent Cloud: no connection was made. */
export class TencentUnreached extends Error {
  override readonly name = "TencentUnreached";
}

/** The request was under way when the connection broke or time ran out, or the answer makes no sense. */
export class TencentUncertain extends Error {
  override readonly name = "TencentUncertain";
}

/** Tencent Cloud answered the request as a whole with an error. */
export class TencentAnswer extends Error {
  override readonly name = "TencentAnswer";
  readonly code: string;

  constructor(code: string) {
    super(`Tencent Cloud answered ${code}`);
    this.code = code;
  }
}

/** The SDK's own error alone has a request's id: what broke off while an answer was read has a code too, the system's. */
const answered = z.object({ code: z.string().min(1).max(120), requestId: z.string() });
const refusedByHttp = z.object({ httpCode: z.number() });
const broken = z.object({ message: z.string().catch("") }).catch({ message: "" });

/** Statuses with which a gateway turns a request away before anything behind it has seen it. */
const TURNED_AWAY: Readonly<Record<number, string>> = {
  401: "AuthFailure",
  403: "UnauthorizedOperation",
  404: "UnsupportedOperation",
  413: "UnsupportedOperation",
  429: "RequestLimitExceeded",
};

/**
 * What the SDK threw, told apart by what it leaves open. Nothing of the SDK's own error is kept, which is mostly a
 * text: some hold addresses, and what Tencent says may hold numbers.
 */
export function faultOf(error: unknown): TencentAnswer | TencentUnreached | TencentUncertain {
  const answer = answered.safeParse(error);
  if (answer.success) return new TencentAnswer(answer.data.code);
  const http = refusedByHttp.safeParse(error).data;
  if (http !== undefined) {
    const code = TURNED_AWAY[http.httpCode];
    return code === undefined
      ? new TencentUncertain(`Tencent Cloud answered HTTP ${http.httpCode}`)
      : new TencentAnswer(code);
  }
  const { message } = broken.parse(error);
  const why = new RegExp(`${NOT_CONNECTED} \\((\\w+)\\)`, "u").exec(message)?.[1];
  if (why !== undefined) return new TencentUnreached(`Tencent Cloud can't be reached (${why})`);
  const waited = /timeout/iu.test(message);
  return new TencentUncertain(
    `the call to Tencent Cloud ${waited ? "was not answered in time" : "broke off"}`,
  );
}
