import { catalog } from "./catalog.ts";

/** What is said of suppressions: by hand, from a list, as a list. */
export const optoutText = catalog(
  {
    title: "退订与黑名单",
    usage:
      "用法：/sms optout add <号码>、/sms optout remove <号码> <本人同意重新接收的凭据>、/sms optout list、/sms optout import、/sms optout export",
    needsProof:
      "请写明凭据：本人何时、以什么方式要求重新接收。例如：/sms optout remove 13800138000 8 月 3 日到店签字",
    import: {
      title: "导入退订名单",
      submit: "导入",
      cancel: "取消",
      file: "名单文件",
      fileHint: "Excel 或 CSV，其中一列是手机号；名单里的人不会再收到任何群发",
      noFile: "请选一个文件。",
      done: (added: string, known: string) =>
        `新加入 ${added} 个号码，另有 ${known} 个已在名单里。`,
      bad: (bad: string) => `${bad} 行没有有效的手机号。`,
    },
    export: {
      file: "退订名单.csv",
      number: "号码",
      reason: "原因",
      source: "来源",
      detail: "说明",
      time: "时间",
      done: (n: string) => `${n} 个号码。`,
    },
    added: (masked: string) => `${masked} 已加入退订名单，不会再收到任何群发。`,
    removed: (masked: string) => `${masked} 已移出退订名单。`,
    absent: (masked: string) => `${masked} 不在退订名单里。`,
    invalid: (raw: string) => `“${raw}”不是有效的手机号。`,
    count: (n: string) => `共 ${n} 个号码`,
    reason: { opted_out: "退订", blacklisted: "拉黑" },
    source: { reply: "回复", receipt: "回执", member: "手工", import: "导入" },
    global: {
      mark: "全平台",
      title: (n: string) => `全平台名单，${n} 个号码（由运维维护，对所有商家生效；最近加入的）`,
      stays: (masked: string) =>
        `${masked} 在全平台名单里，仍然不会收到任何群发；只有运维人员能移出。`,
    },
  },
  {
    title: "Suppressions",
    usage:
      "Usage: /sms optout add <number>, /sms optout remove <number> <proof that they asked to hear from you again>, /sms optout list, /sms optout import, /sms optout export",
    needsProof:
      "Say how and when they asked to hear from you again, such as: /sms optout remove 13800138000 signed in the shop on 3 August",
    import: {
      title: "Import opt-outs",
      submit: "Import",
      cancel: "Cancel",
      file: "File with the list",
      fileHint: "Excel or CSV with a column of mobile numbers; nobody in it is sent anything again",
      noFile: "Choose a file.",
      done: (added, known) => `${added} numbers are opted out; ${known} were on the list already.`,
      bad: (bad) => `${bad} rows have no valid mobile number.`,
    },
    export: {
      file: "opt-outs.csv",
      number: "Number",
      reason: "Reason",
      source: "Source",
      detail: "Detail",
      time: "Time",
      done: (n) => `${n} numbers.`,
    },
    added: (masked) => `${masked} is opted out and gets nothing any more.`,
    removed: (masked) => `${masked} is no longer opted out.`,
    absent: (masked) => `${masked} is not on the list.`,
    invalid: (raw) => `“${raw}” is no valid mobile number.`,
    count: (n) => `${n} numbers`,
    reason: { opted_out: "opted out", blacklisted: "blacklisted" },
    source: { reply: "reply", receipt: "receipt", member: "by hand", import: "imported" },
    global: {
      mark: "everyone's",
      title: (n) =>
        `Everyone's list, ${n} numbers (kept by whoever runs qunfa, for all merchants; the latest)`,
      stays: (masked) =>
        `${masked} is on everyone's list and still gets nothing; only whoever runs qunfa can take it off.`,
    },
  },
);
