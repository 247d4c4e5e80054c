import { catalog } from "./catalog.ts";

/** What the command line says. What scripts read (JSON) is in no language but for `why` and its like. */
export const cliText = catalog(
  {
    usage: `用法：
  qunfa check [选项]    检查短信：从标准输入逐行读取（UTF-8），每行输出一个结果
  qunfa start           启动机器人（同 npm start）
  qunfa help            显示本说明

check 的选项：
  --provider ID         服务商：providers.json 里的账号，或内置的 smpp、aliyun、tencent、huawei、twilio；
                        可重复，也可用逗号隔开；默认：所有账号，没有账号则为所有内置服务商
  --at 时间             何时发送，如 2026-11-23 或 2026-11-23T10:00；默认现在
  --time-zone 时区      如 Asia/Shanghai；默认取环境变量 TZ，没有则为 Asia/Shanghai
  --json                每行一个 JSON（输出不是终端时总是如此）

退出状态：0 已检查（不论结果）；2 输入或选项有误。
`,
    unknownCommand: (name: string) => `没有“${name}”这个命令；运行 qunfa help 查看用法`,
    startTakesNothing: (args: string) => `qunfa start 不带参数，却有“${args}”；设置见 .env.example`,
    unknownOption: (name: string) => `没有“${name}”这个选项；运行 qunfa help 查看用法`,
    noValue: (name: string) => `${name} 后面要有值`,
    takesNoValue: (name: string) => `${name} 后面不带值`,
    givenTwice: (name: string) => `${name} 只能写一次`,
    surplus: (text: string) => `多余的参数“${text}”：短信从标准输入读取，每行一条`,
    unknownProvider: (id: string, known: string) => `没有“${id}”这个服务商；有：${known}`,
    noTime: (text: string) =>
      `“${text}”不是时间；写成 2026-11-23、2026-11-23T10:00 或 2026-11-23T10:00+08:00`,
    noTimeZone: (name: string) => `“${name}”不是时区（--time-zone 或 TZ）；例如 Asia/Shanghai`,
    providersFile: (file: string, detail: string) => `${file}：${detail}`,
    notUtf8: (line: number) => `第 ${line} 行不是 UTF-8；请把文件另存为 UTF-8`,
    tooLong: (line: number, most: number) => `第 ${line} 行太长：一行最多 ${most} 字节`,
    notReadable: (detail: string) => `读不到标准输入：${detail}`,
    notWritable: (detail: string) => `写不了标准输出：${detail}`,
    typing: "每行输入一条短信，Ctrl-D 结束",
    verdict: { pass: "通过", warn: "可能被拦截", block: "会被拦截" },
    severity: { info: "提示", warn: "可能", block: "拦截" },
    segments: (count: number) => `${count} 条`,
    suggestion: (text: string) => `建议：${text}`,
    wholeText: "整条",
  },
  {
    usage: `Usage:
  qunfa check [options]   check SMS texts: one a line on standard input (UTF-8), one result a line
  qunfa start             start the bot (the same as npm start)
  qunfa help              this page

Options of check:
  --provider ID           an account of providers.json, or a built-in profile: smpp, aliyun, tencent, huawei, twilio;
                          may be repeated or hold commas; default: all accounts, or without any all built-in profiles
  --at TIME               when it would be sent: 2026-11-23 or 2026-11-23T10:00; default now
  --time-zone ZONE        such as Asia/Shanghai; default TZ, or else Asia/Shanghai
  --json                  one JSON object a line (always so when the output is no terminal)

Exit status: 0 checked, whatever the verdicts; 2 unusable input or options.
`,
    unknownCommand: (name) => `there is no command “${name}”; see qunfa help`,
    startTakesNothing: (args) =>
      `qunfa start takes no arguments, not “${args}”; settings are in .env.example`,
    unknownOption: (name) => `there is no option “${name}”; see qunfa help`,
    noValue: (name) => `${name} needs a value`,
    takesNoValue: (name) => `${name} takes no value`,
    givenTwice: (name) => `${name} can be given once only`,
    surplus: (text) => `“${text}” is one too many: texts are read from standard input, one a line`,
    unknownProvider: (id, known) => `there is no provider “${id}”, only ${known}`,
    noTime: (text) =>
      `“${text}” is no time; write 2026-11-23, 2026-11-23T10:00 or 2026-11-23T10:00+08:00`,
    noTimeZone: (name) => `“${name}” is no time zone (--time-zone or TZ); try Asia/Shanghai`,
    providersFile: (file, detail) => `${file}: ${detail}`,
    notUtf8: (line) => `line ${line} is not UTF-8: save the file as UTF-8`,
    tooLong: (line, most) => `line ${line} is too long: at most ${most} bytes a line`,
    notReadable: (detail) => `standard input can't be read: ${detail}`,
    notWritable: (detail) => `standard output can't be written: ${detail}`,
    typing: "type texts, one a line; Ctrl-D ends",
    verdict: { pass: "pass", warn: "at risk", block: "blocked" },
    severity: { info: "note", warn: "risk", block: "block" },
    segments: (count) => `${count} segment${count === 1 ? "" : "s"}`,
    suggestion: (text) => `instead: ${text}`,
    wholeText: "the text",
  },
);
export type CliText = (typeof cliText)["en"];
