import { afterEach, beforeEach, expect, test } from "vitest";
import { createRegistry } from "../../commands/registry.ts";
import { saveAudience } from "../../src/audience/audience.ts";
import { fileRows } from "../../src/audience/rows.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { createDraft } from "../../src/campaign/drafts.ts";
import type { Answer } from "../../src/chat/answer.ts";
import { campaignCard } from "../../src/chat/cards/campaign-card.ts";
import { viewCampaign } from "../../src/chat/cards/view.ts";
import type { FormValues } from "../../src/chat/form.ts";
import type { Member } from "../../src/merchant/member.ts";
import { fileOf } from "../audience/given-file.ts";
import { contextOf } from "../support/chat-context.ts";
import { actorOf, type CoreBench, numberOf, ORIGIN, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const registry = createRegistry();
let bench: CoreBench;
let provider: ScriptedProvider;

beforeEach(async () => {
  provider = new ScriptedProvider("a");
  bench = await openCoreBench([provider], { quota: 2_000 });
});
afterEach(() => bench.close());

async function says(member: Member, line: string): Promise<Answer> {
  const [name = "", ...rest] = line.split(" ");
  const command = registry.commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no ${name}`);
  return command.run(contextOf(bench, member, "en"), rest.join(" "));
}

async function presses(member: Member, id: string, ...args: string[]): Promise<Answer> {
  const action = registry.actions.find((one) => one.id === id);
  if (action === undefined) throw new Error(`there is no ${id}`);
  return action.run(contextOf(bench, member, "en"), args);
}

function submits(member: Member, id: string, ref: string, values: FormValues) {
  const form = registry.forms.find((one) => one.id === id);
  if (form === undefined) throw new Error(`there is no ${id}`);
  return form.submit(contextOf(bench, member, "en"), ref, values);
}

async function buttonsOf(campaign: Campaign) {
  const { core, merchant } = bench;
  const view = await viewCampaign(core, merchant, await bench.campaign(campaign), "en");
  return campaignCard(view).actions ?? [];
}

test("a list with two columns of numbers is asked about on the draft's card, and a press takes the other", async () => {
  const { core, merchant, drafter } = bench;
  const csv = "member tel,next of kin tel\n13812340001,13912340001\n13812340002,13912340002\n";
  const audience = await saveAudience(core, merchant._id, "x", fileRows(fileOf(csv), "CN"));
  const content = { name: "t", text: "全场八折", audienceId: audience._id, sendAt: null };
  const draft = await createDraft(core, merchant, drafter, actorOf(drafter), ORIGIN, content);
  const asked = await presses(drafter, "campaign.request", draft._id, "1");
  expect(JSON.stringify(asked)).toContain("Say first which one it is");
  const button = (await buttonsOf(draft)).find(({ label }) => label.includes("next of kin"));
  if (button === undefined) throw new Error("there is no button");
  const said = await presses(drafter, button.id, ...button.args);
  expect(JSON.stringify(said)).toContain("Now the numbers are taken from “next of kin tel”: 2");
  const edited = await bench.campaign(draft);
  expect((await buttonsOf(edited)).some(({ id }) => id === "list.column")).toBe(false);
  await presses(drafter, "campaign.request", draft._id, String(edited.version));
  const people = await core.store.recipients.find({ campaignId: draft._id });
  expect(people.map(({ phone }) => phone).toSorted()).toEqual(["+8613912340001", "+8613912340002"]);
});

test("a second text is given by a form, and taken back by it", async () => {
  const { drafter } = bench;
  const draft = await bench.draft([numberOf(1), numberOf(2)]);
  expect((await says(drafter, "split 1")).kind).toBe("form");
  const text = { kind: "text", text: "今日到店立减二十元" } as const;
  const share = { kind: "choice", value: "30" } as const;
  const ref = `${draft._id}:1`;
  expect(await submits(drafter, "split", ref, { text, share })).toMatchObject({ kind: "done" });
  expect((await bench.campaign(draft)).split).toEqual({ text: text.text, share: 30 });
  const none = { kind: "choice", value: "0" } as const;
  await submits(drafter, "split", `${draft._id}:2`, { text, share: none });
  expect((await bench.campaign(draft)).split).toBeNull();
  const wrong = { kind: "text", text: "{姓名}您好" } as const;
  const faults = await submits(drafter, "split", `${draft._id}:3`, { text: wrong, share });
  expect(faults).toMatchObject({ kind: "faults" });
});

test("a member proves a number and gets a test of a text there", async () => {
  const { core, drafter } = bench;
  await bench.draft([numberOf(1)]);
  expect(JSON.stringify(await says(drafter, "test 1"))).toContain("say which number is yours");
  await says(drafter, "test number 139 0000 1111");
  const code = /\d{6}/u.exec(provider.accepted[0]?.message.text ?? "")?.[0] ?? "";
  expect(JSON.stringify(await says(drafter, `test code ${code}`))).toContain("is confirmed");
  const member = await core.store.members.findOne({ _id: drafter._id });
  if (member === undefined) throw new Error("the member is gone");
  expect(JSON.stringify(await says(member, "test 1"))).toContain("139****1111");
  expect(provider.accepted.at(-1)?.message).toMatchObject({ phone: "+8613900001111" });
});

test("the balance tells who holds what; only an admin changes or exports it", async () => {
  const { drafter, approver } = bench;
  await bench.approved([numberOf(1), numberOf(2)]);
  const shown = JSON.stringify(await says(drafter, "balance"));
  expect(shown).toContain("1,998");
  expect(shown).toContain("not enough history to tell");
  expect(JSON.stringify(await says(drafter, "balance grant 5 x"))).toContain("admin");
  expect((await presses(drafter, "balance.export")).kind).toBe("notice");
  await says(approver, "balance grant -500 too many");
  expect(JSON.stringify(await says(approver, "balance"))).toContain("1,498");
  const file = await presses(approver, "balance.export");
  if (file.kind !== "file") throw new Error("no file");
  const csv = Buffer.from(file.content).toString();
  expect(csv).toContain("taken off,500");
  expect(csv).toContain("reserved,2,#1");
});
