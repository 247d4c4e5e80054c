import { catalog } from "./catalog.ts";

/** What is said of test messages and of members' own numbers. */
export const testText = catalog(
  {
    button: "发给我试试",
    usage: "用法：/sms test <编号> [B]、/sms test number <你的手机号>、/sms test code <验证码>",
    noNumber: "先登记你自己的手机号：/sms test number <你的手机号>，再用收到的验证码确认。",
    badNumber: "这不是能收短信的手机号。",
    codeMessage: (code: string) => `验证码${code}，10分钟内有效，用于确认接收测试短信的号码。`,
    codeSent: (masked: string) =>
      `验证码已发到 ${masked}，10 分钟内有效。收到后：/sms test code <验证码>`,
    proven: (masked: string) => `${masked} 已确认，以后的测试短信发到这个号码。`,
    wrong: (left: string) => `验证码不对，还可以试 ${left} 次。`,
    noCode: "没有等待确认的验证码：可能过期了，或错了太多次。请重新 /sms test number。",
    sent: (masked: string) => `测试短信已提交到 ${masked}，结果会显示在频道的卡片里。`,
    unknown: "服务商没有答复：可能已发出，也可能没有。不会重发，请看手机；有回执会更新卡片。",
    suppressed: "这个号码在退订名单或黑名单里，测试短信也不发。",
    tooMany: (most: string) => `测试短信每小时最多 ${most} 条，验证码每天最多 3 条。请稍后再试。`,
    blocked: "没有服务商肯发这条文案：",
    quota: (short: string) => `短信余额不够，还差 ${short} 条。`,
    refused: (why: string) => `服务商没有接受：${why}`,
    noText: "没有这条文案。",
    missing: (names: string) =>
      `名单第一行没有填 ${names}，写不出这条短信。请补上，或在文中写默认值。`,
    card: {
      title: (number: string, name: string) => `测试短信：群发 #${number} ${name}`,
      to: "发给",
      state: "状态",
      segments: "条数",
      provider: "服务商",
      note: "测试短信不计入群发，不占每日次数；送达才计费。",
      preparing: "准备中",
      submitting: "已提交，服务商没有答复",
      submitted: "已提交，等待回执",
      delivered: "已送达",
      failed: (why: string) => `失败：${why}`,
      ended: "三天内没有回执，未计费",
    },
  },
  {
    button: "Send me a test",
    usage: "Usage: /sms test <id> [B], /sms test number <your number>, /sms test code <code>",
    noNumber:
      "First say which number is yours: /sms test number <your number>, then confirm it with the code.",
    badNumber: "This is no mobile number.",
    codeMessage: (code) =>
      `Your code is ${code}. It proves the number for test messages and holds for 10 minutes.`,
    codeSent: (masked) =>
      `A code was sent to ${masked}; it holds for 10 minutes. Then: /sms test code <code>`,
    proven: (masked) => `${masked} is confirmed: test messages go there.`,
    wrong: (left) => `That is not the code. Tries left: ${left}.`,
    noCode:
      "No code is waited for: it is too old, or there were too many wrong ones. Say /sms test number again.",
    sent: (masked) =>
      `The test went to ${masked}; what becomes of it is shown on a card in the channel.`,
    unknown:
      "The provider did not answer: it may have gone or not. It is not sent again; look at your phone.",
    suppressed: "This number is on the suppression list: it gets no test either.",
    tooMany: (most) => `At most ${most} test messages an hour, and 3 codes a day. Try again later.`,
    blocked: "No provider would take this text:",
    quota: (short) => `Not enough quota: ${short} segments are missing.`,
    refused: (why) => `The provider did not take it: ${why}`,
    noText: "There is no such text.",
    missing: (names) =>
      `The first row of the list has nothing for ${names}. Fill it in, or give the text a fallback.`,
    card: {
      title: (number, name) => `Test: campaign #${number} ${name}`,
      to: "To",
      state: "State",
      segments: "Segments",
      provider: "Provider",
      note: "A test is outside the campaign and takes no place of the frequency cap; it is charged when delivered.",
      preparing: "being prepared",
      submitting: "handed over; the provider did not answer",
      submitted: "handed over, waiting for the receipt",
      delivered: "delivered",
      failed: (why) => `failed: ${why}`,
      ended: "no receipt within three days; not charged",
    },
  },
);
