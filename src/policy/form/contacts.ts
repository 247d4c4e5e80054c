import type { Span } from "../reading/spans.ts";
import type { FormQuestion } from "./check-form.ts";
import type { FormHit } from "./form-rule.ts";
import { CONTACT_RULES, type ContactRuleName } from "./form-rules.ts";

/** Services that hide where a link leads. */
const SHORTENERS = new Set(
  "t.cn dwz.cn url.cn suo.im suo.nz sohu.gg 985.so mrw.so w.url.cn bit.ly tinyurl.com goo.gl t.co is.gd ow.ly buff.ly rebrand.ly cutt.ly rb.gy shorturl.at s.id tiny.cc lnkd.in t.ly 3.cn m.tb.cn u.jd.com t.hk.uy dwz.mk c.suo.nz".split(
    " ",
  ),
);
/** Endings of names that the mainland registers; what ends otherwise is a foreign link. */
const MAINLAND =
  /(?:^|\.)(?:cn|com|net|org|top|xyz|vip|cc|shop|store|wang|ren|link|site|online|club|ltd|tech|fun|pub|icu|edu|gov|info|biz|mobi|pro|app)$/;

/** Links, phones and addresses: what takes a reader elsewhere. */
export function checkContacts({ text, spans }: FormQuestion): FormHit[] {
  const hits: FormHit[] = [];
  for (const span of spans) {
    const name = contactOf(text, span);
    if (name === undefined) continue;
    const { start, end, disguise } = span;
    hits.push({ rule: CONTACT_RULES[name], start, end, disguise, detail: "" });
  }
  return hits;
}

function contactOf(text: string, { kind, start, end }: Span): ContactRuleName | undefined {
  switch (kind) {
    case "mobile":
    case "hotline":
    case "email":
      return kind;
    case "link":
      return linkOf(text.slice(start, end));
    default:
      return undefined;
  }
}

function linkOf(written: string): ContactRuleName {
  const link = written
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[。点]/g, ".");
  const host = /^(?:[a-z]+:\/\/)?([^/?#:]*)/.exec(link)?.[1] ?? "";
  if (SHORTENERS.has(host.replace(/^www\./, ""))) return "short_link";
  return MAINLAND.test(host) ? "link" : "foreign_link";
}
