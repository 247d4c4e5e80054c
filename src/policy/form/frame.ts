import type { FormQuestion } from "./check-form.ts";
import type { FormHit, FormRule } from "./form-rule.ts";
import { FORM_RULES } from "./form-rules.ts";

const SIGNATURE = /^\s*【[^【】]{1,30}】|【[^【】]{1,30}】\s*$/u;

/** Ways in which a text tells how to refuse more of its kind; each is bounded, so that no text takes long. */
const OPT_OUTS = [
  /(?:拒收|退订|不再接收|免打扰)[^。；\n]{0,4}(?:回|复|发|按)[^。；\n]{0,2}[A-Za-z0-9]{1,3}/u,
  /(?:回复?|发送?)\s*[“"「]?[A-Za-z0-9]{1,3}[”"」]?\s*(?:即可)?(?:退订|拒收)/u,
  /回复?[“"「]?退订[”"」]?/u,
  /\b(?:reply|text|send|txt)\s{1,3}["“']?(?:stop|unsubscribe|end|quit)\b/iu,
  /\b(?:stop|unsubscribe)\b["”']?\s{1,3}(?:to|2)\s{1,3}(?:opt[\s-]?out|end|unsubscribe|stop|cancel|quit)\b/iu,
];

/** Who the text is for, told by its words: providers that send to members only want to see it. */
const MEMBERS = /会员|客户|顾客|粉丝|用户|老友|vip|贵宾|\bmembers?\b/iu;

/** What frames a text: its signature, how to opt out, how long it is, whom it addresses. */
export function checkFrame(question: FormQuestion): FormHit[] {
  const { text, settings } = question;
  if (text === "") return [];
  const hits: FormHit[] = [];
  const add = (rule: FormRule) => hits.push({ rule, start: 0, end: 0, disguise: 0, detail: "" });

  if (!SIGNATURE.test(text)) add(FORM_RULES.signature);
  const optOut = OPT_OUTS.map((form) => form.exec(text)).find((found) => found !== null);
  if (optOut === undefined) add(FORM_RULES.opt_out);
  else {
    for (const wording of settingsOf(question, "optOut")) {
      if (typeof wording !== "string" || text.includes(wording)) continue;
      hits.push({
        rule: FORM_RULES.opt_out_wording,
        start: optOut.index,
        end: optOut.index + optOut[0].length,
        disguise: 0,
        detail: wording,
        fix: wording,
        concerns: (profile) => settings.setting(profile, "optOut") === wording,
      });
    }
  }
  for (const longest of settingsOf(question, "longest")) {
    if (typeof longest !== "number" || text.length <= longest) continue;
    const detail = `${text.length}/${longest}`;
    hits.push({
      rule: FORM_RULES.length,
      start: longest,
      end: text.length,
      disguise: 0,
      detail,
      concerns: (profile) => settings.setting(profile, "longest") === longest,
    });
  }
  if (!MEMBERS.test(text)) add(FORM_RULES.audience);
  return hits;
}

/** The different values of a setting among the profiles asked about. */
function settingsOf({ profiles, settings }: FormQuestion, key: "optOut" | "longest") {
  return new Set(profiles.map((profile) => settings.setting(profile, key)));
}
