import fc from "fast-check";
import { expect, test } from "vitest";
import type { SendCall } from "../../adapters/tencent/api.ts";
import { TencentAnswer, TencentUncertain, TencentUnreached } from "../../adapters/tencent/fault.ts";
import { submitAll } from "../../adapters/tencent/submit.ts";
import { conclude } from "../../src/delivery/conclude.ts";
import { Doubt } from "../../src/delivery/doubt.ts";
import { SubmitRefused } from "../../src/delivery/provider.ts";
import { parseTemplate } from "../../src/delivery/template.ts";
import { TurnedClock } from "../support/turned-clock.ts";
import { message, personal, phone, TEXT } from "./sent-through.ts";

const approved = {
  signature: "小店",
  templates: [
    parseTemplate("1", TEXT.slice(4), /\{(\d)\}/gu, () => 9),
    parseTemplate("2", personal("{1}").slice(4), /\{(\d)\}/gu, () => 9),
  ],
};

/** What befalls a whole call that a number is in. */
const CALLS = {
  refused: () => new TencentAnswer("InvalidParameterValue.IncorrectPhoneNumber"),
  account: () => new TencentAnswer("AuthFailure.SignatureFailure"),
  fast: () => new TencentAnswer("RequestLimitExceeded"),
  away: () => new TencentUnreached("away"),
  lost: () => new TencentUncertain("lost"),
} as const;
/** What a number alone is answered. */
const NUMBERS = [
  "FailedOperation.PhoneNumberInBlacklist",
  "FailedOperation.InsufficientBalanceInSmsPackage",
  "FailedOperation.New",
  "InternalError.Timeout",
] as const;

const person = fc.record({
  call: fc.option(fc.constantFrom(...(Object.keys(CALLS) as (keyof typeof CALLS)[])), { freq: 8 }),
  code: fc.option(fc.constantFrom(...NUMBERS), { freq: 4 }),
  text: fc.constantFrom(TEXT, personal("王女士"), personal("李先生"), "【小店】没有审过"),
});

test("whatever befalls calls and numbers, nobody is sent two, and everyone is told what befell them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 4 }),
      async (people, callMost, concurrency) => {
        const messages = people.map(({ text }, n) => message(n, text));
        /** How often a number was, or may have been, taken. */
        const taken = new Map<string, number>();
        const take = (to: string) => taken.set(to, (taken.get(to) ?? 0) + 1);
        const send = async ({ phones }: SendCall) => {
          expect(phones.length).toBeLessThanOrEqual(callMost);
          await Promise.resolve();
          const whole = people.find(
            ({ call }, n) => call !== null && phones.includes(phone(n)),
          )?.call;
          if (whole === "lost") phones.forEach(take);
          if (whole != null) throw CALLS[whole]();
          return phones.map((to) => {
            const code = people.find((_, n) => phone(n) === to)?.code ?? "Ok";
            if (code === "Ok" || code === "InternalError.Timeout") take(to);
            return { PhoneNumber: to, Code: code, SerialNo: code === "Ok" ? `5000:${to}` : "" };
          });
        };
        const doubt = new Doubt(new TurnedClock());
        const options = { approved, send, callMost, concurrency, doubt };
        const fates = await submitAll({ submission: "s", messages }, options);
        let outcomes: ReturnType<typeof conclude>;
        try {
          outcomes = conclude(fates);
        } catch (error) {
          expect(error).toBeInstanceOf(SubmitRefused);
          expect(taken.size).toBe(0);
          return;
        }
        expect(outcomes.map(({ recipient }) => recipient)).toEqual(
          messages.map(({ recipient }) => recipient),
        );
        for (const [n, { kind }] of outcomes.entries())
          expect(taken.get(phone(n)) ?? 0).toBe(kind === "accepted" || kind === "unknown" ? 1 : 0);
      },
    ),
  );
});
