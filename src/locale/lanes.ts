import { catalog } from "./catalog.ts";

/** What lanes say of themselves: first shares, and providers that can't be reached. */
export const laneText = catalog(
  {
    lane: {
      open: (provider: string, time: string) =>
        `${provider} 从 ${time} 起连不上，没提交的人先由其他能发的服务商发送；恢复后自动重新使用。`,
      stopped: (provider: string, time: string, message: string) =>
        `${provider} 从 ${time} 起拒绝了账号：${message}。`,
    },
    canary: {
      title: (number: number, name: string) => `群发 #${number} ${name} · 试发结果异常`,
      decidedTitle: (number: number, name: string) => `群发 #${number} ${name} · 试发已处理`,
      asks: (provider: string) =>
        `${provider} 先发的一小批看起来不对，其余收信人已停在这里，等你们决定。其他服务商照常发送。`,
      released: (by: string) => `${by} 决定继续由它发送。`,
      leaving: (by: string) => `${by} 决定改由其他服务商发送其余的人。`,
      over: "群发已经结束或取消，不用再决定。",
      field: {
        provider: "服务商",
        sent: "先发",
        delivered: "送达",
        blocked: "内容被屏蔽",
        failed: "失败合计",
        out: "未返回",
      },
      share: (people: string, share: string) => `${people}（${share}）`,
      go: "继续发送",
      goAt: (provider: string) => `继续用 ${provider}`,
      move: "改由其他服务商",
      moveFrom: (provider: string) => `${provider} 的人改由其他服务商`,
      goConfirm: "其余的人仍由这个服务商发送，可能同样被屏蔽。",
      moveConfirm: "还没提交的人改由其他可用的服务商发送；已提交的不会重发。",
      sampling: (provider: string, size: string) => `${provider}：先发 ${size} 人，看回执再继续。`,
      waiting: (provider: string, size: string, time: string) =>
        `${provider}：已先发 ${size} 人，等回执，最晚到 ${time}。`,
      stopped: (provider: string, sent: string, blocked: string, failed: string) =>
        `${provider}：先发 ${sent} 人，内容被屏蔽 ${blocked} 人，失败共 ${failed} 人，其余已停，等待决定。`,
      went: (number: number, provider: string) => `群发 #${number} 继续由 ${provider} 发送。`,
      moved: (number: number, provider: string) =>
        `群发 #${number} 在 ${provider} 没提交的人改由其他服务商发送。`,
      alreadyBy: (by: string) => `${by} 已经决定过了。`,
      nothingAsked: "现在没有需要决定的。",
      nowhere: "没有其他可用的服务商能发这段内容。可以继续发送，或取消群发。",
    },
  },
  {
    lane: {
      open: (provider, time) =>
        `${provider} can't be reached since ${time}; others that take the text send its people, and it is used again when it works.`,
      stopped: (provider, time, message) =>
        `${provider} has refused the account since ${time}: ${message}.`,
    },
    canary: {
      title: (number, name) => `Campaign #${number} ${name}: the first share looks wrong`,
      decidedTitle: (number, name) => `Campaign #${number} ${name}: first share decided`,
      asks: (provider) =>
        `The first small share at ${provider} looks wrong. Everyone else there waits for your decision; other providers go on.`,
      released: (by) => `${by} decided to go on with it.`,
      leaving: (by) => `${by} decided that the others go through other providers.`,
      over: "The campaign has ended or was cancelled; nothing is left to decide.",
      field: {
        provider: "Provider",
        sent: "Sent first",
        delivered: "Delivered",
        blocked: "Content blocked",
        failed: "Failed in all",
        out: "Still out",
      },
      share: (people, share) => `${people} (${share})`,
      go: "Go on",
      goAt: (provider) => `Go on with ${provider}`,
      move: "Use other providers",
      moveFrom: (provider) => `Move from ${provider}`,
      goConfirm: "Everyone else still goes through this provider and may be blocked as well.",
      moveConfirm:
        "Whoever was not handed over goes through the other providers; nobody is sent twice.",
      sampling: (provider, size) => `${provider}: ${size} go first, then their receipts decide.`,
      waiting: (provider, size, time) =>
        `${provider}: ${size} have gone first; their receipts are awaited until ${time} at most.`,
      stopped: (provider, sent, blocked, failed) =>
        `${provider}: of the first ${sent}, ${blocked} were blocked for content and ${failed} failed in all; the others wait for a decision.`,
      went: (number, provider) => `Campaign #${number} goes on with ${provider}.`,
      moved: (number, provider) =>
        `Whoever was not handed to ${provider} in campaign #${number} goes through other providers.`,
      alreadyBy: (by) => `${by} has decided already.`,
      nothingAsked: "There is nothing to decide now.",
      nowhere: "No other provider takes this text. Go on, or cancel the campaign.",
    },
  },
);
