import { afterEach, expect, test } from "vitest";
import { saveAudience } from "../../src/audience/audience.ts";
import { pastedRows } from "../../src/audience/rows.ts";
import { resume } from "../../src/resume.ts";
import { numberOf } from "../support/core-bench.ts";
import { ADMIN, DRAFTER, type ListHouse, openListHouse } from "./list-house.ts";

let house: ListHouse;
afterEach(() => house.close());

test("audiences saved before lists had names of their own become lists at the next start, once", async () => {
  house = await openListHouse();
  const { core, merchant } = house;
  for (const name of ["会员.csv", "会员.csv", "只用一次"]) {
    const { _id } = await saveAudience(core, merchant._id, name, pastedRows(numberOf(1), "CN"));
    const saved = name !== "只用一次";
    await core.store.audiences.updateOne({ _id }, { $set: { saved } });
  }
  await resume(core);
  await resume(core);
  expect(await house.names()).toEqual(["会员 (2).csv", "会员.csv"]);
  expect(await house.say(DRAFTER, "lists show #1")).toContain("会员");
  // Nobody is known to have made them: an admin may delete them.
  expect(await house.say(DRAFTER, "lists delete #1")).toContain("管理员");
  expect(await house.say(ADMIN, "lists delete #1")).toContain("删除名单");
});
