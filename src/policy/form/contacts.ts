import type { Span } from "../reading/spans.ts";
import type { FormQuestion } from "./check-form.ts";
import type { FormHit } from "./form-rule.ts";
import { CONTACT_RULES, type ContactRuleName } from "./form-rules.ts";
import { linkKind } from "./hosts.ts";

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
      return linkKind(text.slice(start, end));
    default:
      return undefined;
  }
}
