import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MAGIC_FATES } from "../../adapters/simulator/fate.ts";
import type { RecipientId } from "../../src/ids.ts";
import { TurnedClock } from "../support/turned-clock.ts";
import { magic, message, Simulated } from "./simulated.ts";

const HOUR = 3_600_000;

describe("a number's last digits", () => {
  let simulated: Simulated;
  beforeEach(async () => {
    simulated = await new Simulated().start();
  });
  afterEach(() => simulated.stop());

  test("bring about every outcome through the real route", async () => {
    const answered = MAGIC_FATES.filter((fate) => fate !== "breaks" && fate !== "hangs");
    const outcomes = await simulated.submit(answered.map(magic));
    expect(outcomes.filter(({ kind }) => kind !== "accepted")).toEqual([
      {
        recipient: "c-refused",
        kind: "refused",
        reason: "blacklisted",
        code: "BLACKLIST",
        detail: "refused at submission",
      },
    ]);
    const { receipts, replies } = simulated;
    const silent = ["c-silent", "c-very_late", "c-refused"];
    await simulated.until(() => receipts.length === answered.length && replies.length === 1);

    const heard = Object.groupBy(receipts, ({ recipient }) => recipient ?? "");
    const said = Object.fromEntries(
      Object.entries(heard).map(([reference, of]) => [
        reference,
        of?.map(({ outcome: o }) => (o.kind === "delivered" ? "delivered" : o.reason)),
      ]),
    );
    expect(said).toEqual({
      "c-delivered": ["delivered"],
      "c-early": ["delivered"],
      "c-late": ["delivered"],
      "c-replies": ["delivered"],
      "c-repeated": ["delivered", "delivered"],
      "c-contradicting": ["unreachable", "delivered"],
      "c-overruled": ["delivered", "unreachable"],
      "c-unreachable": ["unreachable"],
      "c-blacklisted": ["blacklisted"],
      "c-opted_out": ["opted_out"],
      "c-too_frequent": ["too_frequent"],
      "c-content_blocked": ["content_blocked"],
      "c-unknown": ["unknown"],
    });
    for (const reference of silent) expect(said).not.toHaveProperty(reference);
    const known = receipts.flatMap(({ outcome: o }) => (o.kind === "failed" ? [o] : []));
    expect(known.filter((outcome) => !outcome.known)).toEqual([
      { kind: "failed", reason: "unknown", known: false },
    ]);
    expect(replies[0]).toMatchObject({ phone: magic("replies").phone });
    expect(["R", "退订"]).toContain(replies[0]?.text);
  });

  test("can bring a receipt before the answer", async () => {
    const before = simulated.submit([magic("early")]).then(() => simulated.codes("c-early"));
    expect(await before).toEqual(["DELIVRD"]);
  });

  test.each(["breaks", "hangs"] as const)(
    "can lose the answer of an accepted call (%s): its outcome is unknown, not refused",
    async (fate) => {
      await expect(simulated.submit([magic(fate), magic("delivered")])).rejects.not.toMatchObject({
        name: "SubmitRefused",
      });
      const asked = [magic(fate), magic("delivered"), magic("silent")];
      expect(await simulated.provider.lookup?.(asked)).toEqual([
        { recipient: `c-${fate}`, kind: "accepted", messageId: expect.any(String) },
        { recipient: "c-delivered", kind: "accepted", messageId: expect.any(String) },
        { recipient: "c-silent", kind: "unknown" },
      ]);
      await simulated.until(() => simulated.receipts.length === 2);
    },
  );
});

test("receipts come an hour and three days late by the clock, not before", async () => {
  const clock = new TurnedClock();
  const simulated = await new Simulated(
    { lateMs: 61 * 60_000, veryLateMs: 73 * HOUR },
    clock,
  ).start();
  await simulated.submit([magic("late"), magic("very_late"), magic("delivered")]);
  clock.turn(HOUR);
  await simulated.until(() => simulated.receipts.length === 1);
  expect(simulated.codes("c-delivered")).toHaveLength(1);
  clock.turn(60_000);
  await simulated.until(() => simulated.receipts.length === 2);
  expect(simulated.codes("c-late")).toHaveLength(1);
  clock.turn(72 * HOUR);
  await simulated.until(() => simulated.receipts.length === 3);
  expect(simulated.codes("c-very_late")).toHaveLength(1);
  await simulated.stop();
});

test("a carrier that echoes no references is understood by its own message ids", async () => {
  const simulated = await new Simulated({ echoes: false }).start();
  const [outcome] = await simulated.submit([magic("delivered")]);
  await simulated.until(() => simulated.receipts.length === 1);
  const [receipt] = simulated.receipts;
  expect(receipt).not.toHaveProperty("recipient");
  expect(receipt?.messageId).toBe(outcome?.kind === "accepted" ? outcome.messageId : "");
  await simulated.stop();
});

test("more references are looked up than fit into one request", async () => {
  const simulated = await new Simulated().start();
  await simulated.submit([message("+8613800131234", "r-1500")]);
  const asked = Array.from({ length: 2001 }, (_, i) => ({
    recipient: `r-${i}` as RecipientId,
    phone: message("+8613800131234", "").phone,
  }));
  const known = await simulated.provider.lookup?.(asked);
  expect(known?.filter(({ kind }) => kind === "accepted")).toMatchObject([{ recipient: "r-1500" }]);
  expect(known).toHaveLength(2001);
  await simulated.stop();
});
