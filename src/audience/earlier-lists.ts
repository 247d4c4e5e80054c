import type { Core } from "../core.ts";
import { nameKey, numberedName } from "./list-name.ts";
import { nextNumber } from "./save-lists.ts";

/** Gives the audiences that were saved before lists had a collection of their own a free name there. Repeatable. */
export async function listEarlierAudiences(core: Core): Promise<void> {
  const { audiences, lists } = core.store;
  for await (const audience of audiences.stream({ saved: true })) {
    const { _id, merchantId, rows, valid, createdAt } = audience;
    const number = await nextNumber(core, merchantId);
    for (let n = 1; (await lists.findOne({ _id })) === undefined; n += 1) {
      const name = numberedName(audience.name, n);
      const use = { lastUsedAt: null, lastCampaign: null };
      const by = { createdBy: null, createdByName: "" };
      const list = { _id, merchantId, number, name, key: nameKey(name), rows, valid, createdAt };
      await lists.insertMany([{ ...list, tags: [], ...by, ...use }]);
    }
    await audiences.updateOne({ _id }, { $unset: { saved: true } });
  }
}
