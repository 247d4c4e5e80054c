import { nearest } from "../chat/nearest.ts";

/** A stretch of a text, by UTF-16 code units. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** One piece of a personal text. */
export type TextPart =
  | { readonly kind: "words"; readonly words: string }
  /** What the row has under this name; where that is empty, the fallback, which may be empty itself. */
  | ({
      readonly kind: "variable";
      readonly name: string;
      readonly fallback: string | undefined;
    } & Range);

/** What keeps a text from being sent as it is written. */
export type TextFault =
  /** A brace that no other closes, or nothing between two. */
  | ({ readonly kind: "unclosed" | "nameless" } & Range)
  /** No column has this name; the nearest does. */
  | ({
      readonly kind: "unknown";
      readonly name: string;
      readonly nearest: string | undefined;
    } & Range)
  /** `{{name}}`, as other programs write it: here it would go out as `{name}` to everybody. */
  | ({ readonly kind: "doubled"; readonly name: string } & Range);

/** A text with variables, read. */
export interface PersonalText {
  readonly text: string;
  readonly parts: readonly TextPart[];
  readonly faults: readonly TextFault[];
}

export type Rendered =
  | { readonly ok: true; readonly text: string }
  /** The row has nothing under these names, and the text no fallback for them. */
  | { readonly ok: false; readonly missing: readonly string[] };

/** The next thing that is no plain word: a doubled brace, which is one; a variable; a brace alone. Also full width. */
const TOKEN = /(\{\{|｛｛|\}\}|｝｝)|[{｛]([^{}｛｝\n]*)[}｝]|[{｛]/gu;
/** `{{name}}`, with a fallback or without. */
const DOUBLED = /(?:\{\{|｛｛)([^{}｛｝|｜\n]+)(?:[|｜][^{}｛｝\n]*)?(?:\}\}|｝｝)/gu;

/**
 * Reads a text in which `{name}` and `{name|fallback}` stand for what a row has in the column of that name. `{{` is a
 * brace as it is, and so is `}}`. Braces and strokes of full width, as Chinese keyboards have them, mean the same.
 */
export function parsePersonalText(text: string): PersonalText {
  const parts: TextPart[] = [];
  const faults: TextFault[] = [];
  let words = "";
  let at = 0;
  for (const token of text.matchAll(TOKEN)) {
    const [whole, doubled, inner] = token;
    const range = { from: token.index, to: token.index + whole.length };
    words += text.slice(at, range.from);
    at = range.to;
    if (doubled !== undefined) {
      words += doubled.charAt(0);
      continue;
    }
    const variable = inner === undefined ? undefined : variableIn(inner);
    if (variable === undefined || variable.name === "") {
      faults.push({ kind: inner === undefined ? "unclosed" : "nameless", ...range });
      words += whole;
      continue;
    }
    if (words !== "") parts.push({ kind: "words", words });
    words = "";
    parts.push({ kind: "variable", ...variable, ...range });
  }
  words += text.slice(at);
  if (words !== "") parts.push({ kind: "words", words });
  return { text, parts, faults };
}

function variableIn(inner: string): {
  readonly name: string;
  readonly fallback: string | undefined;
} {
  const stroke = inner.search(/[|｜]/u);
  return stroke === -1
    ? { name: inner.trim(), fallback: undefined }
    : { name: inner.slice(0, stroke).trim(), fallback: inner.slice(stroke + 1) };
}

/** The names that a text uses, each once, in their order. */
export function variablesUsed({ parts }: PersonalText): readonly string[] {
  return [...new Set(parts.flatMap((part) => (part.kind === "variable" ? [part.name] : [])))];
}

/** Everything wrong with a text for an audience whose columns have these names, in the order of the text. */
export function checkPersonalText(
  personal: PersonalText,
  names: readonly string[],
): readonly TextFault[] {
  const unknown = personal.parts.flatMap((part): TextFault[] => {
    if (part.kind !== "variable" || names.includes(part.name)) return [];
    const { name, from, to } = part;
    return [{ kind: "unknown", name, nearest: nearest(name, names), from, to }];
  });
  const doubled = [...personal.text.matchAll(DOUBLED)].flatMap((match): TextFault[] => {
    const name = (match[1] ?? "").trim();
    const range = { from: match.index, to: match.index + match[0].length };
    return names.includes(name) ? [{ kind: "doubled", name, ...range }] : [];
  });
  return [...personal.faults, ...unknown, ...doubled].sort((a, b) => a.from - b.from);
}

/** The text for one row. What a row holds is never read as a variable again. */
export function renderPersonalText(
  { parts }: PersonalText,
  variables: Readonly<Record<string, string>>,
): Rendered {
  const missing: string[] = [];
  const pieces = parts.map((part) => {
    if (part.kind === "words") return part.words;
    const { name, fallback } = part;
    const value = Object.hasOwn(variables, name) ? (variables[name] ?? "") : "";
    if (value.trim() !== "") return value;
    if (fallback === undefined && !missing.includes(name)) missing.push(name);
    return fallback ?? "";
  });
  return missing.length > 0 ? { ok: false, missing } : { ok: true, text: pieces.join("") };
}

/**
 * The text with every variable's braces and name blotted out, each place staying where it is: what stands in braces is
 * nobody's text, and must not be judged as one.
 */
export function blotVariables({ text, parts }: PersonalText): string {
  const variables = parts.filter((part) => part.kind === "variable");
  const words = parts.map((part) => (part.kind === "words" ? part.words : "")).join("");
  const blot = /\p{Script=Han}/u.test(words) ? "某" : "a";
  let blotted = "";
  let at = 0;
  for (const { from, to } of variables) {
    blotted += text.slice(at, from) + blot.repeat(to - from);
    at = to;
  }
  return blotted + text.slice(at);
}

/** The text with each variable's fallback in place, or else its name: about as long as what will be sent. */
export function sketchPersonalText({ parts }: PersonalText): string {
  return parts
    .map((part) => (part.kind === "words" ? part.words : (part.fallback ?? part.name)))
    .join("");
}

/** Words as a personal text has to write them, so that none of it is a variable. */
export function escapeBraces(words: string): string {
  return words.replace(/[{}｛｝]/gu, "$&$&");
}
