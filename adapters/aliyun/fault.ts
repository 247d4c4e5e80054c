import { z } from "zod";
import { maskPhone } from "../../src/audience/phone.ts";
import { neverConnected } from "../../src/delivery/never-connected.ts";
import type { Phone } from "../../src/ids.ts";

/** Surely nothing reached Aliyun: no connection was made. */
export class AliyunUnreached extends Error {
  override readonly name = "AliyunUnreached";
}

/** The request was under way when the connection broke or time ran out, or the answer makes no sense. */
export class AliyunUncertain extends Error {
  override readonly name = "AliyunUncertain";
}

/** Aliyun, or something on the way to it, answered with anything but success. */
export class AliyunAnswer extends Error {
  override readonly name = "AliyunAnswer";
  /** Of HTTP; the service itself answers its refusals with 200. */
  readonly status: number;
  /** Aliyun's own code; undefined when the answer is not in its form. */
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: string | undefined, said: string, retryAfterMs?: number) {
    super(withoutNumbers(said).slice(0, MESSAGE_MOST));
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Some messages repeat the whole request; the beginning says what is wrong. */
const MESSAGE_MOST = 100;

function withoutNumbers(text: string): string {
  return text.replace(/(?<![0-9A-Za-z])\+?\d{7,15}(?![0-9A-Za-z])/gu, (number) =>
    maskPhone(number as Phone),
  );
}

const answered = z.object({
  statusCode: z.number(),
  code: z.string(),
  data: z.object({ Message: z.string().catch("") }).catch({ Message: "" }),
  retryAfter: z.number().optional().catch(undefined),
});

/**
 * What the SDK threw, told apart by what it leaves open. Nothing of the SDK's own error is kept: it holds the request,
 * and that holds numbers.
 */
export function faultOf(error: unknown): AliyunAnswer | AliyunUnreached | AliyunUncertain {
  if (error instanceof AliyunAnswer || error instanceof AliyunUncertain) return error;
  const answer = answered.safeParse(error);
  if (answer.success) {
    const { statusCode, code, data, retryAfter } = answer.data;
    // What has no code, the SDK gives the code "undefined".
    return new AliyunAnswer(
      statusCode,
      code === "undefined" ? undefined : code,
      data.Message,
      retryAfter,
    );
  }
  const what = errorCode(error) ?? nameOf(error);
  if (neverConnected(error)) return new AliyunUnreached(`Aliyun can't be reached (${what})`);
  return new AliyunUncertain(`the call to Aliyun broke off (${what})`);
}

function errorCode(error: unknown): string | undefined {
  return z.object({ code: z.string().max(40) }).safeParse(error).data?.code;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "error";
}
