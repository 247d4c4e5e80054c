import { catalog } from "./catalog.ts";

/** What the list of excluded numbers says. */
export const excludedText = catalog(
  {
    button: "排除明细",
    title: (number: number) => `群发 #${number} 排除明细`,
    titleOf: (number: number, reason: string) => `群发 #${number} 排除明细：${reason}`,
    line: "行",
    all: (n: string) => `全部 ${n}`,
    only: (reason: string, n: string) => `${reason} ${n}`,
    file: (number: number) => `群发${number}-排除明细.csv`,
    none: "没有被排除的号码。",
    noneOf: (reason: string) => `没有因“${reason}”被排除的号码。`,
    noPlan: "提交审批时才会检查号码，请先提交审批。",
    noReason: (reason: string, known: string) => `没有“${reason}”这种原因；有：${known}`,
  },
  {
    button: "Who is excluded",
    title: (number) => `Campaign #${number}: who is excluded`,
    titleOf: (number, reason) => `Campaign #${number}, excluded: ${reason}`,
    line: "Line",
    all: (n) => `All ${n}`,
    only: (reason, n) => `${reason} ${n}`,
    file: (number) => `campaign-${number}-excluded.csv`,
    none: "Nobody is excluded.",
    noneOf: (reason) => `Nobody is excluded as “${reason}”.`,
    noPlan: "Numbers are looked at when approval is asked for; ask for it first.",
    noReason: (reason, known) => `There is no reason “${reason}”, only ${known}`,
  },
);
