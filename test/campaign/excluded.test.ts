import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRegistry } from "../../commands/registry.ts";
import { suppress } from "../../src/audience/suppression.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { cancelCampaign } from "../../src/campaign/lifecycle.ts";
import type { Answer } from "../../src/chat/answer.ts";
import type { Card } from "../../src/chat/card.ts";
import { campaignCard } from "../../src/chat/cards/campaign-card.ts";
import { viewCampaign } from "../../src/chat/cards/view.ts";
import type { Phone } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import type { Member } from "../../src/merchant/member.ts";
import { contextOf } from "../support/chat-context.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const { commands, actions } = createRegistry();
const FOREIGN = "+12025550123";
/** Lines 1 to 33: thirty who opted out, one abroad who is blacklisted, no number, and one to send to. */
const NUMBERS = [
  ...Array.from({ length: 30 }, (_, n) => numberOf(n)),
  FOREIGN,
  "0000",
  numberOf(99),
];

let bench: CoreBench;
let provider: ScriptedProvider;
beforeEach(async () => {
  provider = new ScriptedProvider("a", { batchSize: 50 });
  bench = await openCoreBench([provider]);
  const entry = { merchantId: bench.merchant._id, source: "member" as const, detail: "" };
  await suppress(bench.core, [
    ...NUMBERS.slice(0, 30).map((number) => {
      const phone = `+86${number}` as Phone;
      return { ...entry, phone, reason: "opted_out" as const };
    }),
    { ...entry, phone: FOREIGN as Phone, reason: "blacklisted" },
  ]);
});
afterEach(() => bench.close());

async function say(line: string, member: Member = bench.drafter): Promise<Answer> {
  const [name, ...rest] = line.split(" ");
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  return command.run(contextOf(bench, member), rest.join(" "));
}

async function press(card: Card, label: string, member: Member = bench.drafter): Promise<Answer> {
  const button = card.actions?.find((one) => one.label.includes(label));
  const handler = actions.find(({ id }) => id === button?.id);
  if (button === undefined || handler === undefined) throw new Error(`no button ${label} works`);
  return handler.run(contextOf(bench, member), button.args);
}

function cardOf(answer: Answer): Card {
  if (answer.kind !== "card") throw new Error(`no card: ${JSON.stringify(answer)}`);
  return answer.card;
}

function rowsOf({ sections = [] }: Card): readonly (readonly string[])[] {
  return sections.flatMap((section) => (section.kind === "table" ? section.rows : []));
}

async function liveCard(campaign: Campaign): Promise<Card> {
  const { core, merchant } = bench;
  return campaignCard(await viewCampaign(core, merchant, await bench.campaign(campaign), "zh-CN"));
}

const button = (card: Card) => card.actions?.find(({ id }) => id === "campaign.excluded");

describe("the list of who is excluded", () => {
  test("opens from the campaign's card and by command, masked, with reason and line, in pages", async () => {
    const campaign = await bench.approved(NUMBERS);
    const first = cardOf(await press(await liveCard(campaign), "排除明细"));
    expect(rowsOf(first)).toHaveLength(20);
    expect(rowsOf(first)[0]).toEqual(["138****0000", "已退订", "1"]);
    expect(first.footer).toContain("第 1/2 页 · 32");
    const second = cardOf(await press(first, "下一页"));
    expect(rowsOf(second).slice(-3)).toEqual([
      ["138****0029", "已退订", "30"],
      ["+12****0123", "黑名单", "31"],
      ["—", "号码无效", "32"],
    ]);
    expect(rowsOf(cardOf(await press(second, "上一页")))).toEqual(rowsOf(first));
    expect(rowsOf(cardOf(await say(`excluded ${campaign.number}`)))).toEqual(rowsOf(first));
    expect(JSON.stringify([first, second])).not.toContain(numberOf(1));
  });

  test("is narrowed to a reason by button or by its name, and widened again", async () => {
    const campaign = await bench.approved(NUMBERS);
    const all = cardOf(await say(`excluded ${campaign.number}`));
    expect(all.actions?.map(({ label }) => label)).toEqual([
      "下一页",
      "导出 CSV",
      "号码无效 1",
      "已退订 30",
      "黑名单 1",
    ]);
    const only = cardOf(await press(all, "黑名单"));
    expect(only.title).toContain("黑名单");
    expect(rowsOf(only)).toEqual([["+12****0123", "黑名单", "31"]]);
    const optedOut = cardOf(await press(only, "已退订"));
    expect(rowsOf(cardOf(await press(optedOut, "下一页")))).toHaveLength(10);
    expect(rowsOf(cardOf(await press(only, "全部")))).toHaveLength(20);
    for (const name of ["blacklisted", "黑名单"]) {
      const named = cardOf(await say(`excluded ${campaign.number} ${name}`));
      expect(rowsOf(named)).toEqual(rowsOf(only));
    }
    expect(await say(`excluded ${campaign.number} too_frequent`)).toMatchObject({
      tone: "info",
      text: "没有因“近期已发过”被排除的号码。",
    });
    expect(JSON.stringify(await say(`excluded ${campaign.number} 没空`))).toContain("opted_out");
  });

  test("is exported whole for an admin, masked for others, without formulas, and into the audit trail", async () => {
    const campaign = await bench.approved(NUMBERS);
    const only = cardOf(await say(`excluded ${campaign.number} blacklisted`));
    const exported = async (member: Member, card: Card) => {
      const answer = await press(card, "导出 CSV", member);
      if (answer.kind !== "file") throw new Error("no file");
      expect(answer.name).toBe(`群发${campaign.number}-排除明细.csv`);
      return new TextDecoder().decode(answer.content).split("\r\n");
    };
    expect(await exported(bench.drafter, only)).toEqual([
      "号码,原因,行",
      "'+12****0123,黑名单,31",
      "",
    ]);
    expect(await exported(bench.approver, only)).toEqual([
      "号码,原因,行",
      "12025550123,黑名单,31",
      "",
    ]);
    const all = await exported(bench.approver, cardOf(await say(`excluded ${campaign.number}`)));
    expect(all).toHaveLength(34);
    expect(all[1]).toBe("8613800000000,已退订,1");
    expect(all[32]).toBe(",号码无效,32");
    const trail = await bench.core.store.audit.find({ action: "excluded.export" });
    expect(
      trail.map(({ actor, detail }) => [actor.kind === "member" && actor.name, detail]),
    ).toEqual([
      ["bo", { rows: 1, whole: false, reason: "blacklisted" }],
      ["ada", { rows: 1, whole: true, reason: "blacklisted" }],
      ["ada", { rows: 32, whole: true, reason: null }],
    ]);
  });

  test("is there from the plan until details are deleted: then the button is grey and says why", async () => {
    const draft = await bench.draft(NUMBERS);
    expect(button(await liveCard(draft))).toBeUndefined();
    expect(await say(`excluded ${draft.number}`)).toMatchObject({ tone: "info" });
    expect(JSON.stringify(await say(`excluded ${draft.number}`))).toContain("请先提交审批");

    const campaign = await bench.approved(NUMBERS);
    await drive(
      bench,
      [provider],
      async () => (await bench.campaign(campaign)).state === "awaiting_receipts",
    );
    expect(button(await liveCard(campaign))?.disabled).toBeUndefined();
    const open = cardOf(await say(`excluded ${campaign.number}`));
    for (const days of [4, 31]) {
      bench.clock.turn(days * 24 * 3_600_000);
      await runDueJobs(bench.core, jobHandlers);
    }
    const later = await liveCard(campaign);
    expect(button(later)?.disabled).toContain("30 天");
    for (const answer of [await press(later, "排除明细"), await press(open, "导出 CSV")]) {
      expect(answer).toMatchObject({ kind: "notice", text: expect.stringContaining("30 天") });
    }
  });

  test("of a campaign that was cancelled before it went is there as long, and then deleted", async () => {
    const { core, approver } = bench;
    const campaign = await bench.approved(NUMBERS);
    await cancelCampaign(core, campaign, actorOf(approver));
    const later = async (days: number) => {
      bench.clock.turn(days * 24 * 3_600_000);
      await runDueJobs(core, jobHandlers);
      return button(await liveCard(campaign));
    };
    expect(rowsOf(cardOf(await say(`excluded ${campaign.number}`)))).toHaveLength(20);
    expect((await later(29))?.disabled).toBeUndefined();
    expect((await later(2))?.disabled).toContain("30 天");
    expect(await core.store.recipients.count({ campaignId: campaign._id })).toBe(0);
  });

  test("has no button where nobody is excluded, and buttons that every chat can carry", async () => {
    expect(button(await liveCard(await bench.approved([numberOf(50)])))).toBeUndefined();
    const campaign = await bench.approved(NUMBERS);
    const { actions: shown = [] } = cardOf(await say(`excluded ${campaign.number}`));
    for (const { id, args } of shown) {
      expect(Buffer.byteLength([id, ...args].join("|"))).toBeLessThanOrEqual(64);
    }
  });

  test("is only of the merchant's own campaigns", async () => {
    const campaign = await bench.approved(NUMBERS);
    const card = cardOf(await say(`excluded ${campaign.number}`));
    const stranger = { ...bench, merchant: { ...bench.merchant, _id: "other" as never } };
    const handler = actions.find(({ id }) => id === "excluded.export");
    const args = card.actions?.find(({ id }) => id === "excluded.export")?.args ?? [];
    const answer = await handler?.run(contextOf(stranger, bench.approver), args);
    expect(answer).toMatchObject({ kind: "notice", tone: "warning" });
  });
});
