import type { ContactRuleName } from "./form-rules.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Services that hide where a link leads. */
const SHORTENERS = names(`
  t.cn dwz.cn url.cn suo.im suo.nz sohu.gg 985.so mrw.so w.url.cn dwz.mk c.suo.nz u6.gg 0x3.me 3.cn m.tb.cn s.tb.cn
  u.jd.com p.pinduoduo.com v.douyin.com v.kuaishou.com xhslink.com b23.tv r.tb.cn e.tb.cn c.tb.cn a.b.cn rrd.me t.hk.uy
  6du.in tinyl.com ft12.com sina.lt t.im is.gd bit.ly tinyurl.com goo.gl t.co ow.ly buff.ly rebrand.ly cutt.ly rb.gy
  shorturl.at s.id tiny.cc lnkd.in t.ly bl.ink short.io v.gd adf.ly trib.al dlvr.it amzn.to fb.me youtu.be soo.gd
  clck.ru shorte.st u.to x.co qr.ae bit.do bitly.com`);

/** Doors to private chats and groups. */
const CHATS = names(`
  t.me telegram.me telegram.dog wa.me api.whatsapp.com chat.whatsapp.com whatsapp.com line.me lin.ee m.me discord.gg
  discord.com signal.me signal.group work.weixin.qq.com u.wechat.com weixin.qq.com wx.qq.com wpa.qq.com qm.qq.com
  jq.qq.com q.url.cn qun.qq.com kf.qq.com viber.com zalo.me kakao.com pf.kakao.com open.kakao.com skype.com join.skype.com`);

/** Names and addresses that only a company's own network knows: they were left in by mistake. */
const INTERNAL =
  /^(?:localhost|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|.+\.(?:local|internal|lan|intranet|corp|test|localhost))$/;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Endings of names that the mainland registers; what ends otherwise is a foreign link. */
const MAINLAND =
  /(?:^|\.)(?:cn|com|net|org|top|xyz|vip|cc|shop|store|wang|ren|link|site|online|club|ltd|tech|fun|pub|icu|edu|gov|info|biz|mobi|pro|app)$/;

/** What kind of link it is, as it is written: with or without `https://`, its dots spelled or not. */
export function linkKind(written: string): ContactRuleName {
  const link = written
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[。点]/g, ".");
  if (/^(?:weixin|wechat|mqq\w*|tg|whatsapp|line):\/\//.test(link)) return "chat_link";
  const host = /^(?:[a-z]+:\/\/)?(?:[^/?#@]*@)?([^/?#:]*)/.exec(link)?.[1] ?? "";
  const name = host.replace(/^(?:www|m|mobile)\.(?=[^.]+\.)/, "");
  if (INTERNAL.test(host)) return "internal_link";
  if (ADDRESS.test(host)) return "address_link";
  if (CHATS.has(name) || CHATS.has(host)) return "chat_link";
  if (SHORTENERS.has(name) || SHORTENERS.has(host)) return "short_link";
  return MAINLAND.test(host) ? "link" : "foreign_link";
}
