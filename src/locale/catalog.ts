import type { Locale } from "./locale.ts";

/** Messages by key: a text, or a function of typed parameters to one. */
type Messages = { readonly [key: string]: string | ((...args: never[]) => string) | Messages };

/** The shape of the zh-CN messages with every literal text widened, so that another language can say it its own way. */
type Same<M> = {
  readonly [K in keyof M]: M[K] extends string
    ? string
    : M[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Same<M[K]>;
};

/**
 * A catalog: zh-CN is the source of truth, and the type holds English to the same keys and parameters.
 * Read it as `campaignText[locale].approved(name)`.
 */
export function catalog<const M extends Messages>(
  chinese: M,
  english: NoInfer<Same<M>>,
): Readonly<Record<Locale, Same<M>>> {
  return { "zh-CN": chinese as unknown as Same<M>, en: english };
}
