/**
 * Replies that mean "never again": the markers Chinese providers prescribe (R, T, TD, N; 退订) and the words
 * of CTIA's Messaging Principles that Twilio acts on too (STOP, UNSUBSCRIBE, END, QUIT, CANCEL …).
 */
const WORDS = new Set([
  "r",
  "t",
  "td",
  "n",
  "stop",
  "stopall",
  "unsubscribe",
  "end",
  "quit",
  "cancel",
  "revoke",
  "optout",
  "opt out",
  "opt-out",
  "no",
  "退",
  "退订",
  "退定",
  "退訂",
  "取消",
  "拒收",
  "不要发了",
  "别发了",
  "t退订",
  "td退订",
  "r退订",
  "退订t",
  "退订td",
  "退订r",
  "回t",
  "回td",
  "回r",
]);

/** True when a reply is one of the opt-out words, whatever its case, width, spaces or closing punctuation. */
export function isOptOut(reply: string): boolean {
  const folded = reply
    .normalize("NFKC")
    .toLowerCase()
    .trim()
    .replace(/[\s.,!。，！~～、"'“”‘’【】[\]()]+$/gu, "")
    .replace(/^[\s"'“”‘’【[(]+/gu, "");
  return WORDS.has(folded) || WORDS.has(folded.replace(/\s+/gu, ""));
}
