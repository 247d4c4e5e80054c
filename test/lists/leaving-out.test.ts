import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { suppress } from "../../src/audience/suppression.ts";
import { sweepLists } from "../../src/audience/sweep-lists.ts";
import { requestApproval } from "../../src/campaign/approval.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { campaignCard } from "../../src/chat/cards/campaign-card.ts";
import { viewCampaign } from "../../src/chat/cards/view.ts";
import type { Field, Form } from "../../src/chat/form.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import type { Phone } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { actorOf, numberOf } from "../support/core-bench.ts";
import type { ScriptedProvider } from "../support/scripted-provider.ts";
import {
  ADMIN,
  DRAFTER,
  engines,
  fileNamed,
  formOf,
  type ListHouse,
  openListHouse,
  told,
  valuesOf,
} from "./list-house.ts";

const DAY = 24 * 3_600_000;

describe.each(engines())("lists in a draft, over $name", ({ open }) => {
  let house: ListHouse;
  beforeEach(async () => {
    house = await openListHouse(open);
  });
  afterEach(() => house.close());

  const drop = async (name: string, ...numbers: number[]) => {
    await house.drop(DRAFTER, fileNamed(name, numbers.map(numberOf).join("\n")));
    return house.list(name);
  };
  const field = (form: Form, name: string): Field & { readonly kind: "choice" } => {
    const found = form.fields.find((one) => one.name === name);
    if (found?.kind !== "choice") throw new Error(`no choice ${name}`);
    return found;
  };
  const values = (form: Form) => field(form, "leave_out_a").options.map(({ value }) => value);
  const newest = async (): Promise<Campaign> => {
    const [campaign] = await house.core.store.campaigns.find(
      {},
      { sort: { number: -1 }, limit: 1 },
    );
    if (campaign === undefined) throw new Error("there is no campaign");
    return campaign;
  };
  const request = async (campaign: Campaign): Promise<Campaign> => {
    const { core, merchant, drafter } = house;
    const asked = await requestApproval(core, merchant, campaign, drafter, actorOf(drafter));
    if (asked.kind !== "requested") throw new Error(asked.kind);
    return asked.campaign;
  };
  const change = (form: Form, said: Record<string, string>) =>
    house.desk.formChange(
      {
        key: "k",
        who: { platform: "slack", workspace: "T1", userId: DRAFTER, displayName: DRAFTER },
        place: { platform: "slack", workspace: "T1", channel: "C1", direct: false },
      },
      form.id,
      form.ref,
      valuesOf(form, said),
    );
  const card = async (campaign: Campaign) => {
    const { core, merchant } = house;
    const current = await house.campaign(campaign);
    return campaignCard(await viewCampaign(core, merchant, current, "zh-CN"));
  };

  /** Drafts by the form to one list, leaving others out. */
  async function draft(audience: string, ...leftOut: string[]): Promise<Campaign> {
    let form = formOf(await house.ask(DRAFTER, "draft"));
    const said: Record<string, string> = {
      name: "活动",
      text: "会员日全场八折，欢迎到店",
      audience,
    };
    for (const [i, id] of leftOut.entries()) {
      said[`leave_out_${"abcde"[i]}`] = id;
      form = (await change(form, said)) ?? form;
    }
    const outcome = await house.submit(DRAFTER, form, said);
    if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
    return newest();
  }

  test("numbers of the lists left out are excluded, and the card says which lists and how many", async () => {
    const members = await drop("会员", 1, 2, 3, 4, 5);
    const staff = await drop("员工", 2, 9);
    const recent = await drop("上周买过", 3, 2);
    const campaign = await draft(members._id, staff._id, recent._id);
    expect(campaign.excludedLists).toEqual([staff._id, recent._id]);
    const { counts } = await request(campaign);
    expect(counts).toMatchObject({ pending: 3, excludedBy: { excluded_by_list: 2 } });
    const shown = JSON.stringify(await card(campaign));
    expect(shown).toContain("员工、上周买过（排除 2 人）");
    expect(shown).toContain("在排除名单里");
    expect(await house.list("会员")).toMatchObject({
      lastUsedAt: house.clock.now(),
      lastCampaign: { id: campaign._id, number: campaign.number, name: "活动" },
    });
  });

  test("what the law and the carriers say comes first, the merchant's list next, the day's cap last", async () => {
    const { core, merchant } = house;
    const merchantId = merchant._id;
    const phones = [1, 2, 3, 4].map((n) => `+86${numberOf(n)}` as Phone);
    const [a = "", b = ""] = phones as string[];
    const said = { merchantId, source: "member", detail: "" } as const;
    await suppress(core, [
      { ...said, phone: a as Phone, reason: "opted_out" },
      { ...said, phone: b as Phone, reason: "blacklisted" },
    ]);
    const earlier = await house.approved([numberOf(3), numberOf(4)]);
    await runDueJobs(core, jobHandlers);
    const provider = core.providers.get("a" as never) as ScriptedProvider;
    const { signal } = new AbortController();
    await submitBatch(core, provider, await house.campaign(earlier), merchant, 10, signal);
    const members = await drop("会员", 1, 2, 3, 4, 5);
    const left = await drop("排除", 1, 2, 3);
    const { counts } = await request(await draft(members._id, left._id));
    expect(counts.excludedBy).toEqual({
      opted_out: 1,
      blacklisted: 1,
      excluded_by_list: 1,
      too_frequent: 1,
    });
    expect(counts.pending).toBe(1);
  });

  test("changing the lists left out is an edit: a new version, and what was asked for is void", async () => {
    const members = await drop("会员", 1, 2, 3);
    const staff = await drop("员工", 2);
    const asked = await request(await draft(members._id, staff._id));
    const edit = formOf(
      await house.press(DRAFTER, "campaign.edit", asked._id, String(asked.version)),
    );
    expect(field(edit, "leave_out_a").initial).toBe(staff._id);
    await house.submit(DRAFTER, edit, { leave_out_a: "none" });
    expect(await house.campaign(asked)).toMatchObject({
      state: "draft",
      version: asked.version + 1,
      plan: null,
      excludedLists: [],
      audienceId: members._id,
    });
    expect((await request(await house.campaign(asked))).counts.pending).toBe(3);
  });

  test("an edit that says nothing of them keeps them, and the first field that chooses none ends them", async () => {
    const members = await drop("会员", 1, 2, 3);
    const one = await drop("一", 1);
    const two = await drop("二", 2);
    const campaign = await draft(members._id, one._id, two._id);
    const edit = async () => {
      const { version } = await house.campaign(campaign);
      return formOf(await house.press(DRAFTER, "campaign.edit", campaign._id, String(version)));
    };
    await house.submit(DRAFTER, await edit(), { name: "改名" });
    expect((await house.campaign(campaign)).excludedLists).toEqual([one._id, two._id]);
    await house.submit(DRAFTER, await edit(), { leave_out_b: "none" });
    expect((await house.campaign(campaign)).excludedLists).toEqual([one._id]);
  });

  test("a list can't be sent to and left out, and one that is gone is not taken", async () => {
    const members = await drop("会员", 1);
    const other = await drop("别的", 2);
    const form = formOf(await house.ask(DRAFTER, "draft"));
    const said = { name: "活动", text: "会员日全场八折", audience: members._id };
    expect(await house.submit(DRAFTER, form, { ...said, leave_out_a: members._id })).toMatchObject({
      faults: { leave_out_a: expect.stringContaining("不能既发送又排除") },
    });
    await house.press(ADMIN, "lists.delete", other._id);
    expect(await house.submit(DRAFTER, form, { ...said, leave_out_a: other._id })).toMatchObject({
      faults: { leave_out_a: expect.stringContaining("已经不在了") },
    });
    await house.press(ADMIN, "lists.delete", members._id);
    expect(await house.submit(DRAFTER, form, said)).toMatchObject({
      faults: { audience: expect.any(String) },
    });
    expect(await house.core.store.campaigns.count({})).toBe(0);
  });

  test("without any list the form does not ask which to leave out", async () => {
    const form = formOf(await house.ask(DRAFTER, "draft"));
    expect(form.fields.map(({ name }) => name)).toEqual([
      "name",
      "text",
      "audience",
      "numbers",
      "when",
    ]);
  });

  test("among more than fifty lists an older one is found by its name or a tag, and stays when chosen", async () => {
    const old = await drop("去年双十一", 1);
    await house.say(DRAFTER, "lists tag 去年双十一 VIP");
    for (let n = 0; n < 51; n += 1) await drop(`批次${n}`, n);
    const form = formOf(await house.ask(DRAFTER, "draft"));
    expect(field(form, "audience").options).toHaveLength(52);
    expect(values(form)).not.toContain(old._id);
    for (const words of ["双十一", "vip"]) {
      const found = await change(form, { find_list: words });
      expect(field(found ?? form, "audience").options.map(({ value }) => value)).toEqual([
        old._id,
        "paste",
        "file",
      ]);
    }
    const none = await change(form, { find_list: "没有这个" });
    expect(JSON.stringify(none)).toContain("没有名称或标签含");
    const both = { find_list: "批次50", audience: old._id };
    const kept = await change(form, both);
    expect(field(kept ?? form, "audience").options.map(({ value }) => value)).toContain(old._id);
    expect(values(kept ?? form)).toHaveLength(2);
  });

  test("an option's label fits a chat's choice, however long the name and large the list", async () => {
    const list = await drop("名".repeat(60), 1);
    const { _id } = list;
    await house.core.store.lists.updateOne({ _id }, { $set: { valid: 1_234_567 } });
    const form = formOf(await house.ask(DRAFTER, "draft"));
    for (const { label } of field(form, "audience").options) {
      expect(label.length).toBeLessThanOrEqual(75);
    }
  });

  test("deleting a list leaves its campaigns as they are; its rows go when the last has ended", async () => {
    const { core } = house;
    const members = await drop("会员", 1, 2, 3);
    const staff = await drop("员工", 2);
    const campaign = await draft(members._id, staff._id);
    for (const list of [members, staff]) {
      const said = await house.press(DRAFTER, "lists.delete", list._id);
      expect(told(said)).toContain("1 个未结束的群发仍会用它的号码");
    }
    expect(await house.names()).toEqual([]);
    house.clock.turn(2 * DAY);
    await sweepLists(core);
    const asked = await request(await house.campaign(campaign));
    expect(asked.counts).toMatchObject({ pending: 2, excludedBy: { excluded_by_list: 1 } });
    expect(JSON.stringify(await card(asked))).toContain("员工（排除 1 人）");
    // An edit of something else keeps both, deleted or not.
    const edit = formOf(
      await house.press(DRAFTER, "campaign.edit", asked._id, String(asked.version)),
    );
    expect(JSON.stringify(field(edit, "leave_out_a").options)).toContain("员工（已删除）");
    await house.submit(DRAFTER, edit, { name: "改名" });
    const again = await request(await house.campaign(asked));
    expect(again.counts).toMatchObject({ pending: 2 });
    await house.say(DRAFTER, `cancel ${again.number}`);
    expect(await core.store.audienceRows.count({})).toBe(4);
    await sweepLists(core);
    expect(await core.store.audienceRows.count({})).toBe(0);
    expect(await core.store.recipients.count({ campaignId: again._id })).toBe(3);
    expect(JSON.stringify(await card(again))).toContain("员工");
    expect(await house.say(DRAFTER, `lists save ${again.number} 又来`)).toContain("已经删除");
  });

  test("rows of a deleted list are left alone for a day, and a list saved again keeps them", async () => {
    const { core } = house;
    const members = await drop("会员", 1, 2);
    const campaign = await draft(members._id);
    await house.press(DRAFTER, "lists.delete", members._id);
    await house.say(DRAFTER, `cancel ${campaign.number}`);
    house.clock.turn(DAY / 2);
    await sweepLists(core);
    expect(await core.store.audienceRows.count({})).toBe(2);
    expect(await house.say(DRAFTER, `lists save ${campaign.number} 会员二`)).toContain("会员二");
    house.clock.turn(3 * DAY);
    await sweepLists(core);
    expect(await core.store.audienceRows.count({})).toBe(2);
  });
});
