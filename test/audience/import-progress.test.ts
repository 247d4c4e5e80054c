import { expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import type { Context } from "../../src/chat/command.ts";
import { importProgress } from "../../src/chat/import-progress.ts";
import { RunningCard } from "../../src/chat/running-card.ts";
import { TurnedClock } from "../support/turned-clock.ts";

/** Whatever was under way has gone on as far as it can. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function reading(clock: TurnedClock) {
  const shown: Card[] = [];
  const invocation = { show: (card: Card) => void shown.push(card) };
  const context = { core: { clock }, invocation, locale: "en" } as unknown as Context;
  return { shown, tell: importProgress(context, "members.xlsx") };
}

test("a file that is read at once shows no progress", () => {
  const clock = new TurnedClock();
  const { shown, tell } = reading(clock);
  clock.turn(1_000);
  tell({ phase: "reading", rows: 5_000, read: 100, total: 100 });
  expect(shown).toEqual([]);
});

test("a long one shows how many rows were read and how long it will still take", () => {
  const clock = new TurnedClock();
  const { shown, tell } = reading(clock);
  tell({ phase: "reading", rows: 0, read: 0, total: 1_000 });
  clock.turn(10_000);
  tell({ phase: "reading", rows: 250_000, read: 250, total: 1_000 });
  expect(shown).toMatchObject([
    {
      title: "Reading members.xlsx",
      progress: { done: 250, total: 1_000, label: "250,000 rows read · about 30 s left" },
    },
  ]);
});

test("the time left is that of the phase: a workbook is received before it is read", () => {
  const clock = new TurnedClock();
  const { shown, tell } = reading(clock);
  tell({ phase: "receiving", rows: 0, read: 1, total: 100 });
  clock.turn(20_000);
  tell({ phase: "reading", rows: 1, read: 1, total: 1_000 });
  clock.turn(10_000);
  tell({ phase: "reading", rows: 100, read: 100, total: 1_000 });
  expect(shown.at(-1)?.progress?.label).toBe(
    "100 rows read · about 90 s left".replace("90 s", "2 min"),
  );
});

test("a chat is shown the newest card at its own pace, and one that breaks down is in nobody's way", async () => {
  const clock = new TurnedClock();
  const shown: string[] = [];
  let broken = false;
  const running = new RunningCard(
    {
      show: async ({ title }) => {
        if (broken) throw new Error("the chat is down");
        shown.push(title);
      },
      remove: async () => void shown.push("removed"),
    },
    clock,
    3_000,
  );
  const show = (title: string) => running.show({ title, tone: "info" });
  show("first");
  await settled();
  show("too soon");
  clock.turn(3_000);
  show("second");
  await settled();
  broken = true;
  clock.turn(3_000);
  show("third");
  await running.end();
  show("after the end");
  expect(shown).toEqual(["first", "second", "removed"]);
});
