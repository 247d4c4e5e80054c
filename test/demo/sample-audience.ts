import { chance, MAGIC_FATES, type MagicFate, magicSuffix } from "../../adapters/simulator/fate.ts";

const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const GIVEN = [
  "芳",
  "伟",
  "娜",
  "敏",
  "静",
  "丽",
  "强",
  "磊",
  "军",
  "洋",
  "艳",
  "杰",
  "涛",
  "明",
  "超",
  "秀英",
  "建国",
  "小红",
  "子轩",
  "雨桐",
];
/** What the story shows of each fate that rolls of the dice might leave out. */
const SHOWN: readonly MagicFate[] = MAGIC_FATES.filter(
  (fate) => fate !== "breaks" && fate !== "hangs" && fate !== "very_late",
);

/**
 * A believable export of a shop's members, the same for the same seed: mobile numbers of the ranges 1380000–1389999
 * with name and level, a few rows that are no numbers, a few members twice, and some whose last digits force a fate.
 */
export function* sampleAudience(count: number, seed: number): Iterable<string> {
  yield "姓名,手机号,会员等级\r\n";
  for (let i = 0; i < count; i += 1) {
    const roll = chance(seed, String(i), "row");
    const pick = <T>(list: readonly T[], salt: string) =>
      list[Math.floor(chance(seed, String(i), salt) * list.length)];
    const name = `${pick(SURNAMES, "surname")}${pick(GIVEN, "given")}`;
    const level = pick(["普通", "银卡", "金卡"], "level");
    yield `${name},${numberOf(i, roll)},${level}\r\n`;
  }
}

function numberOf(i: number, roll: number): string {
  if (roll < 0.004) return ["", "0571-88886666", "12345", "1.38E+10", "没有留"][i % 5] ?? "";
  // Every 97th member stands in the list once more.
  const member = i % 97 === 96 ? i - 50 : i;
  const middle = 1000 + Math.floor(member / 9000);
  const fate = member % 60 === 7 ? SHOWN[Math.floor(member / 60) % SHOWN.length] : undefined;
  const last = fate === undefined ? String(member % 9000).padStart(4, "0") : magicSuffix(fate);
  // Of members with the same last digits the middle ones tell them apart.
  const range = fate === undefined ? middle : 2000 + Math.floor(member / 60);
  return `138${range}${last}`;
}
