/**
 * Replies that mean "never again": the markers Chinese providers prescribe (R, T, TD, N; 退订) and the words
 * of CTIA's Messaging Principles that Twilio acts on too (STOP, UNSUBSCRIBE, END, QUIT, CANCEL …). These may stand
 * in a plea: 请退订, please stop.
 */
const OUT = words(
  "r t td n qx stop stopall optout unsub unsubscribe",
  "退订 退定 退訂 退阅 取消订阅 停止发送 拒收 拒绝接收 勿扰 勿发 退订短信 退订了",
  "不要发了 不要再发 不要再发了 别发了 别再发了 不要再发短信 不要再发短信了 别再发短信 别再发短信了",
  "t退订 td退订 r退订 n退订 退订t 退订td 退订r 退订n",
);

/** These mean it alone: in a plea they may be about an order, 我要退, please cancel. */
const OUT_ALONE = words("end quit cancel revoke remove no 退 取消 停止");

/** Replies that take an opt-out back: Twilio's words and their like, by the person who said no. */
const IN = words(
  "start unstop optin subscribe resubscribe",
  "恢复 恢复订阅 恢复接收 重新订阅 重新接收 继续接收 订阅 同意接收",
);

/** What people put before such a word and after it, and mean no more by it. */
const BEFORE = /^(?:please|pls|请|麻烦|我要|我想要?|要求|申请|回复?)/u;
const AFTER = /(?:please|pls|thanks|thank you|谢谢|多谢|吧)$/u;

/** Punctuation, symbols, spaces, and what can't be seen. */
const AROUND = String.raw`[\p{P}\p{S}\p{Z}\p{C}\p{M}]+`;
const LEADING = new RegExp(`^${AROUND}`, "u");
const TRAILING = new RegExp(`${AROUND}$`, "u");
/** What may stand inside: T D, opt-out. */
const INSIDE = /[\p{Z}\p{C}\p{M}-]+/gu;

/** Longer than any of these words with all that may stand around it. */
const LONGEST = 40;

/** True when a reply is one of the opt-out words and nothing else, whatever its case, width, quotes and punctuation. */
export function isOptOut(reply: string): boolean {
  const { alone, asked } = readings(reply);
  return OUT.has(alone) || OUT_ALONE.has(alone) || OUT.has(asked);
}

/** True when a reply is one of the words that take an opt-out back, and nothing else. */
export function isOptIn(reply: string): boolean {
  const { alone, asked } = readings(reply);
  return IN.has(alone) || IN.has(asked);
}

/** A reply without what stands around it, and what a plea asks for. */
function readings(reply: string): { readonly alone: string; readonly asked: string } {
  if (reply.length > LONGEST) return { alone: "", asked: "" };
  const bare = trimmed(reply.normalize("NFKC").toLowerCase());
  const asked = trimmed(trimmed(bare.replace(BEFORE, "")).replace(AFTER, ""));
  return { alone: bare.replace(INSIDE, ""), asked: asked.replace(INSIDE, "") };
}

function trimmed(text: string): string {
  return text.replace(LEADING, "").replace(TRAILING, "");
}

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(" ")));
}
