import type { Merchant } from "../merchant/merchant.ts";

/** A signature in front or at the end, as carriers read it: 【…】. */
const SIGNATURE = /^\s*【[^【】]{1,20}】|【[^【】]{1,20}】\s*$/u;

/** Wordings by which a text tells how to refuse more of its kind. */
const OPT_OUT =
  /拒收请?\s*回复?\s*[A-Z]{1,2}|回复?\s*[A-Z]{1,2}\s*退订|退订\s*请?\s*回复?\s*[A-Z]{1,2}|回复?\s*退订|\b(?:reply|text)\s+stop\b|\bstop\s+to\s+(?:opt\s*out|end|unsubscribe)\b/iu;

export function hasSignature(text: string): boolean {
  return SIGNATURE.test(text);
}

export function hasOptOutLine(text: string): boolean {
  return OPT_OUT.test(text);
}

/** Where a campaign's own text begins in what `compose` makes of it. */
export function bodyStart(merchant: Pick<Merchant, "signature">, text: string): number {
  return hasSignature(text.trim()) ? 0 : merchant.signature.length + 2;
}

/** The text as it will arrive: the merchant's signature in front and the opt-out line behind, where the text lacks them. */
export function compose(merchant: Pick<Merchant, "signature" | "settings">, text: string): string {
  const body = text.trim();
  const signed = hasSignature(body) ? body : `【${merchant.signature}】${body}`;
  if (hasOptOutLine(signed)) return signed;
  const joined = /[\p{L}\p{N}]$/u.test(signed) ? `${signed}，` : signed;
  return `${joined}${merchant.settings.optOutLine}`;
}
