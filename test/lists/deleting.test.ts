import { describe, expect, test } from "vitest";
import { deleteList } from "../../src/audience/change-lists.ts";
import { sweepLists } from "../../src/audience/sweep-lists.ts";
import { requestApproval } from "../../src/campaign/approval.ts";
import { createDraft } from "../../src/campaign/drafts.ts";
import { cancelCampaign } from "../../src/campaign/lifecycle.ts";
import type { Core } from "../../src/core.ts";
import { actorOf, numberOf, ORIGIN } from "../support/core-bench.ts";
import { dyingStore } from "../support/dying-store.ts";
import { ADMIN, engines, fileNamed, type ListHouse, openListHouse } from "./list-house.ts";

const DAY = 24 * 3_600_000;

/** Does it in a process that dies after so many writes. True when it died. */
async function dies(core: Core, writes: number, work: (core: Core) => Promise<unknown>) {
  const mortal = { ...core, store: dyingStore(core.store, writes) };
  return work(mortal).then(
    () => false,
    () => true,
  );
}

describe.each(engines())("deleting a list, over $name", ({ open }) => {
  async function listWithDraft(house: ListHouse, name: string) {
    const { core, merchant, approver } = house;
    const numbers = [1, 2, 3].map(numberOf).join("\n");
    await house.drop(ADMIN, fileNamed(name, numbers));
    const list = await house.list(name);
    const content = { name, text: "会员日全场八折", audienceId: list._id, sendAt: null };
    const actor = actorOf(approver);
    const campaign = await createDraft(core, merchant, approver, actor, ORIGIN, content);
    return { list, campaign, actor };
  }

  test("with a crash at any write, of it or of the sweep, leaves drafts their numbers, and in the end no rows", async () => {
    const house = await openListHouse(open);
    try {
      const { core, merchant, approver, clock } = house;
      for (let writes = 0, whole = false; !whole; writes += 1) {
        const { list, campaign, actor } = await listWithDraft(house, `名单${writes}`);
        const died = await dies(core, writes, (mortal) => deleteList(mortal, actor, list));
        const listed = (await core.store.lists.findOne({ _id: list._id })) !== undefined;
        expect(listed && !died).toBe(false);
        clock.turn(2 * DAY);
        await sweepLists(core);
        const asked = await requestApproval(core, merchant, campaign, approver, actor);
        expect(asked).toMatchObject({ campaign: { counts: { pending: 3 } } });
        if (listed) await deleteList(core, actor, list);
        await cancelCampaign(core, await house.campaign(campaign), actor);
        clock.turn(2 * DAY);
        const swept = await dies(core, writes, sweepLists);
        await sweepLists(core);
        expect(await core.store.audienceRows.count({})).toBe(0);
        expect(await core.store.audiences.findOne({ _id: list._id })).not.toHaveProperty("file");
        whole = !died && !swept;
      }
      expect(await core.store.audit.count({ action: "list.purge" })).toBeGreaterThan(2);
    } finally {
      await house.close();
    }
  });

  test("by two people at the same instant is done once", async () => {
    const house = await openListHouse(open);
    try {
      const { list, actor } = await listWithDraft(house, "名单");
      const said = await Promise.all([1, 2].map(() => deleteList(house.core, actor, list)));
      expect(said.sort()).toEqual([false, true]);
      expect(await house.core.store.audit.count({ action: "list.delete" })).toBe(1);
    } finally {
      await house.close();
    }
  });
});
