export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** The catalog language for a chat's language tag: Chinese of any kind is zh-CN, anything else known is English. */
export function localeFor(tag: string | undefined, otherwise: Locale): Locale {
  if (tag === undefined || tag === "") return otherwise;
  return tag.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
