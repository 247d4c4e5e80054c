import { catalog } from "./catalog.ts";
import { formatNumber } from "./format.ts";

const zh = (n: number) => formatNumber("zh-CN", n);
const en = (n: number) => formatNumber("en", n);

/** What only Slack's adapter says: the seams of its windows, and what to do when it is set up wrongly. */
export const slackText = catalog(
  {
    morePartsNotShown: (n: number) => `… 另有 ${zh(n)} 段放不进一条 Slack 消息，未显示`,
    moreRows: (n: number) => `… 另有 ${zh(n)} 行`,
    moreNotices: (n: number) => `… 另有 ${zh(n)} 条提示`,
    timeZoneHint: (zone: string) => `以你在 Slack 的时区选择；商家时区为 ${zone}`,
    pictureInDirectMessage: "图片已发到你与机器人的私信",
    pictureInThread: "图片在本条消息的回复里",
    pictureMissing: "图片没能上传到 Slack",
    working: {
      text: "收到，正在处理。可以关闭此窗口，完成后会在聊天里告诉你。",
      done: "已完成，可以关闭此窗口。",
    },
    close: "关闭",
    gone: "这个表单已失效，请重新打开。",
    attachAgain: "请重新选择文件，其他内容都还在。",
    openLate: {
      title: "表单准备好了",
      text: "Slack 只允许在操作后 3 秒内打开窗口，这次没赶上。",
      button: "打开表单",
    },
    openExpired: "这个表单已过期，请重新输入命令。",
    fileInDirectMessage: (name: string) => `文件 ${name} 已发到你与机器人的私信。`,
    emptyFile: (name: string) => `文件 ${name} 是空的，没有可发送的内容。`,
    notShown: "结果超出了 Slack 能显示的范围，请联系管理员。",
    notDelivered: (why: string) => `结果没能发到 Slack：${why}`,
    startup: {
      botToken:
        "Slack 不接受机器人令牌：检查 SLACK_BOT_TOKEN 是否是该应用 “OAuth & Permissions” 页的 xoxb- 令牌",
      appToken:
        "Slack 不接受应用级令牌：检查 SLACK_APP_TOKEN 是否是 “Basic Information → App-Level Tokens” 里的 xapp- 令牌，并带有 connections:write",
      inactive: "该 Slack 应用已被停用或移出工作区：请重新安装应用，再更新 SLACK_BOT_TOKEN",
      socketMode: "该 Slack 应用没有打开 Socket Mode：在应用设置的 “Socket Mode” 页打开它",
      missingScopes: (scopes: string) =>
        `机器人令牌缺少权限 ${scopes}：在 “OAuth & Permissions” 里加上，重新安装应用，再更新 SLACK_BOT_TOKEN`,
      other: (code: string) => `Slack 拒绝启动：${code}`,
    },
    refused: {
      invite: "机器人不在这个频道：请在频道里 /invite @qunfa",
      archived: "频道已归档",
      scope: (scope: string) => `机器人令牌缺少权限 ${scope}：请在 Slack 应用设置里加上并重新安装`,
      token: "Slack 不再接受机器人令牌：请重新安装应用并更新 SLACK_BOT_TOKEN",
      policy: (code: string) => `工作区的管理设置不允许机器人在此发言（${code}）`,
      workspace: (team: string) => `这个机器人没有安装在工作区 ${team}`,
      download: (name: string) =>
        `读不到文件 ${name}：检查机器人令牌的 files:read 权限，以及文件是否已删除`,
    },
  },
  {
    morePartsNotShown: (n) =>
      `… ${en(n)} more parts do not fit into one Slack message and are not shown`,
    moreRows: (n) => `… and ${en(n)} more rows`,
    moreNotices: (n) => `… and ${en(n)} more remarks`,
    timeZoneHint: (zone) => `Pick it in your Slack time zone; the merchant's is ${zone}`,
    pictureInDirectMessage: "The picture is in your direct messages with the bot",
    pictureInThread: "The picture is in the replies to this message",
    pictureMissing: "The picture could not be uploaded to Slack",
    working: {
      text: "Got it, working on it. You can close this window; the result will be in the chat.",
      done: "Done. You can close this window.",
    },
    close: "Close",
    gone: "This form is no longer valid. Please open it again.",
    attachAgain: "Please choose the file again; everything else is still here.",
    openLate: {
      title: "The form is ready",
      text: "Slack lets a window open only within 3 seconds; this one was too late.",
      button: "Open the form",
    },
    openExpired: "This form has expired. Please enter the command again.",
    fileInDirectMessage: (name) => `The file ${name} is in your direct messages with the bot.`,
    emptyFile: (name) => `The file ${name} is empty: there is nothing to send.`,
    notShown: "The result is more than Slack can show. Please tell an administrator.",
    notDelivered: (why) => `The result could not be sent to Slack: ${why}`,
    startup: {
      botToken:
        'Slack does not accept the bot token: check that SLACK_BOT_TOKEN is the xoxb- token on the app\'s "OAuth & Permissions" page',
      appToken:
        'Slack does not accept the app-level token: check that SLACK_APP_TOKEN is an xapp- token from "Basic Information → App-Level Tokens" with connections:write',
      inactive:
        "The Slack app was disabled or removed from the workspace: install it again and update SLACK_BOT_TOKEN",
      socketMode: 'The Slack app has Socket Mode off: turn it on on the app\'s "Socket Mode" page',
      missingScopes: (scopes) =>
        `The bot token lacks ${scopes}: add them under "OAuth & Permissions", install the app again and update SLACK_BOT_TOKEN`,
      other: (code) => `Slack refused to start: ${code}`,
    },
    refused: {
      invite: "The bot is not in this channel: say /invite @qunfa there",
      archived: "The channel is archived",
      scope: (scope) =>
        `The bot token lacks the scope ${scope}: add it in the Slack app's settings and install it again`,
      token:
        "Slack no longer accepts the bot token: install the app again and update SLACK_BOT_TOKEN",
      policy: (code) => `The workspace's settings do not let the bot speak here (${code})`,
      workspace: (team) => `This bot is not installed in the workspace ${team}`,
      download: (name) =>
        `The file ${name} can't be read: check the bot token's files:read scope, and whether the file was deleted`,
    },
  },
);

export type SlackText = (typeof slackText)["en"];
