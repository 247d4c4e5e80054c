import fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchCall } from "../../adapters/aliyun/api.ts";
import { AliyunAnswer, AliyunUncertain, AliyunUnreached } from "../../adapters/aliyun/fault.ts";
import { submitAll } from "../../adapters/aliyun/submit.ts";
import { conclude } from "../../src/delivery/conclude.ts";
import { Doubt } from "../../src/delivery/doubt.ts";
import { SubmitRefused } from "../../src/delivery/provider.ts";
import { parseTemplate } from "../../src/delivery/template.ts";
import { TurnedClock } from "../support/turned-clock.ts";
import { message, number, personal, TEXT } from "./sent-through.ts";

const approved = {
  signature: "小店",
  templates: [
    parseTemplate("SMS_1", TEXT.slice(4), /\$\{(\w+)\}/gu, () => 9),
    parseTemplate("SMS_2", personal(`\${name}`).slice(4), /\$\{(\w+)\}/gu, () => 9),
  ],
};

/** What befalls a call that a number is in. */
const FATES = {
  blacklisted: () => new AliyunAnswer(200, "isv.BLACK_KEY_CONTROL_LIMIT", ""),
  forbidden: () => new AliyunAnswer(200, "isv.SMS_CONTENT_ILLEGAL", ""),
  strange: () => new AliyunAnswer(200, "isv.NEW", ""),
  broke: () => new AliyunAnswer(200, "isv.AMOUNT_NOT_ENOUGH", ""),
  fast: () => new AliyunAnswer(400, "Throttling.User", ""),
  away: () => new AliyunUnreached("away"),
  lost: () => new AliyunUncertain("lost"),
  inside: () => new AliyunAnswer(200, "isp.SYSTEM_ERROR", ""),
} as const;

const person = fc.record({
  fate: fc.option(fc.constantFrom(...(Object.keys(FATES) as (keyof typeof FATES)[])), {
    freq: 4,
  }),
  text: fc.constantFrom(TEXT, personal("王女士"), personal("李先生"), "【小店】没有审过"),
});

test("whatever befalls calls, nobody is sent two, and nobody is told other than what befell them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 10 }),
      async (people, callMost) => {
        const messages = people.map(({ text }, n) => message(n, text));
        /** How often a number was in a call that was, or may have been, taken. */
        const taken = new Map<string, number>();
        const send = async ({ to }: BatchCall): Promise<void> => {
          expect(to.length).toBeLessThanOrEqual(callMost);
          const fate = people.findIndex(
            (one, n) => one.fate !== null && to.some((other) => other.number === number(n)),
          );
          const fault = people[fate]?.fate;
          const error = fault == null ? undefined : FATES[fault]();
          if (error === undefined || fault === "lost" || fault === "inside")
            for (const one of to) taken.set(one.number, (taken.get(one.number) ?? 0) + 1);
          if (error !== undefined) throw error;
        };
        const doubt = new Doubt(new TurnedClock());
        const fates = await submitAll(
          { submission: "s", messages },
          { approved, send, callMost, doubt },
        );
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
          expect(taken.get(number(n)) ?? 0).toBe(kind === "accepted" || kind === "unknown" ? 1 : 0);
      },
    ),
  );
});
