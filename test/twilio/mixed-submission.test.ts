import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ApiFault } from "../emulators/twilio/fault.ts";
import { messages, phone, SentThrough } from "./sent-through.ts";

let through: SentThrough;
beforeEach(async () => {
  through = await new SentThrough().start({ concurrency: 2, holdMs: 400 });
});
afterEach(() => through.stop());

const tooMany = new ApiFault(429, 20429, "Too Many Requests");
const kinds = (outcomes: readonly { readonly kind: string }[]) => outcomes.map(({ kind }) => kind);

describe("when some of a call were accepted already", () => {
  test("what was throttled is tried again inside the call, and nobody gets two", async () => {
    through.twilio.script(phone(2), { refuse: { fault: tooMany, times: 1 } });
    const outcomes = await through.submit(...messages(6));
    expect(kinds(outcomes)).toEqual(Array(6).fill("accepted"));
    expect(through.twilio.calls.filter((to) => to === phone(2))).toHaveLength(2);
    expect(new Set(through.twilio.book.map(({ to }) => to)).size).toBe(6);
    expect(through.twilio.book).toHaveLength(6);
  });

  test("all wait as long as Twilio says before any is tried again", async () => {
    const fault = new ApiFault(429, 20429, "Too Many Requests", { "retry-after": "0.3" });
    through.twilio.script(phone(1), { refuse: { fault, times: 1 } });
    const began = Date.now();
    expect(kinds(await through.submit(...messages(4)))).toEqual(Array(4).fill("accepted"));
    expect(Date.now() - began).toBeGreaterThanOrEqual(290);
  });

  test("an account refused in between stops the call: those left are never called for", async () => {
    const fault = new ApiFault(403, 30002, "Account suspended");
    through.twilio.script(phone(3), { refuse: { fault } });
    const outcomes = await through.submit(...messages(12));
    expect(outcomes[3]).toMatchObject({ kind: "deferred" });
    expect(outcomes.at(-1)).toMatchObject({ recipient: "campaign-11", kind: "deferred" });
    expect(through.twilio.calls).not.toContain(phone(11));
    expectHonest(outcomes);
  });

  test("throttling that does not end stops the call within its time", async () => {
    for (let n = 3; n < 8; n += 1) through.twilio.script(phone(n), { refuse: { fault: tooMany } });
    const began = Date.now();
    const outcomes = await through.submit(...messages(8));
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(outcomes[7]).toMatchObject({ kind: "deferred" });
    expectHonest(outcomes);
  });

  test("calls that break one after the other stop it: each may cost a person their text", async () => {
    for (let n = 1; n < 12; n += 1) through.twilio.script(phone(n), { answer: "breaks" });
    const outcomes = await through.submit(...messages(12));
    expect(kinds(outcomes).filter((kind) => kind === "unknown").length).toBeLessThanOrEqual(4);
    expect(outcomes.at(-1)).toMatchObject({ kind: "deferred" });
    expectHonest(outcomes);
  });
});

/** Whoever is in the book is accepted or unknown; whoever is refused or deferred is not in it; nobody is in it twice. */
function expectHonest(outcomes: readonly { readonly kind: string }[]): void {
  for (const [n, { kind }] of outcomes.entries()) {
    const times = through.twilio.acceptedFor(phone(n)).length;
    if (kind === "accepted") expect(times).toBe(1);
    else if (kind === "refused" || kind === "deferred") expect(times).toBe(0);
    else expect(times).toBeLessThanOrEqual(1);
  }
}
