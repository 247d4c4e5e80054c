import { disguiseNames, type Folded, fold, WALL } from "./fold.ts";
import { Matcher } from "./matcher.ts";
import type { Rule } from "./rule.ts";

/** A rule that a place of the text offends. */
export interface Offence {
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
  readonly disguises: readonly string[];
}

/** Noise a hidden word may have between two of its characters. */
const GAP_MOST = 3;

interface Term {
  readonly rule: Rule;
  readonly kind: "term" | "harmless" | "near";
}

/** Builds the scanner once: all terms, harmless wordings and neighbours of all rules in one matcher. */
export function createScanner(rules: readonly Rule[]): (text: string) => Offence[] {
  const words: string[] = [];
  const terms: Term[] = [];
  const add = (rule: Rule, kind: Term["kind"], list: readonly string[]) => {
    for (const word of new Set(list.map(foldTerm))) {
      if (word === "") continue;
      words.push(word);
      terms.push({ rule, kind });
    }
  };
  for (const rule of rules) {
    add(rule, "term", rule.terms);
    add(rule, "harmless", rule.harmless);
    add(rule, "near", rule.near ?? []);
  }
  const matcher = new Matcher(words);
  return (text) => {
    const folded = fold(text);
    const hits = matcher
      .find(folded.text)
      .map(({ term, start, end }) => ({ ...(terms[term] as Term), start, end }))
      .filter((hit) => isWhole(folded, hit.start, hit.end));
    return offences(folded, hits);
  };
}

/** A term reads as the text does: noise in it does not count. */
function foldTerm(term: string): string {
  return fold(term).text;
}

interface Placed extends Term {
  readonly start: number;
  readonly end: number;
}

function offences(folded: Folded, hits: readonly Placed[]): Offence[] {
  const of = (rule: Rule, kind: Term["kind"]) =>
    hits.filter((hit) => hit.rule === rule && hit.kind === kind);
  const found: Offence[] = [];
  for (const rule of new Set(hits.filter(({ kind }) => kind === "term").map((hit) => hit.rule))) {
    const harmless = of(rule, "harmless");
    const near = rule.near === undefined ? undefined : of(rule, "near");
    const bad = of(rule, "term").filter(
      (hit) =>
        !harmless.some((other) => other.start <= hit.start && other.end >= hit.end) &&
        (near === undefined || near.some((other) => distance(hit, other) <= rule.nearWithin)),
    );
    for (const hit of longest(bad)) found.push(offence(folded, rule, hit));
  }
  return found;
}

/** Of overlapping hits of one rule the longest, leftmost first. */
function longest(hits: readonly Placed[]): Placed[] {
  const sorted = [...hits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Placed[] = [];
  for (const hit of sorted) {
    const last = kept.at(-1);
    if (last === undefined || hit.start >= last.end) kept.push(hit);
    else if (hit.end - hit.start > last.end - last.start) kept[kept.length - 1] = hit;
  }
  return kept;
}

function distance(a: Placed, b: Placed): number {
  return Math.max(0, Math.max(a.start, b.start) - Math.min(a.end, b.end));
}

/** Not across a sentence's end, not too far apart, and Latin words only whole. */
function isWhole({ text, gap }: Folded, start: number, end: number): boolean {
  const allowed = spaced(text, start, end) ? 0 : GAP_MOST;
  for (let i = start + 1; i < end; i += 1) {
    const between = gap[i] as number;
    if (between === WALL || between > Math.max(allowed, 1)) return false;
  }
  const latin = (i: number) => /[a-z0-9]/u.test(text[i] ?? "");
  const joined = (i: number) => (gap[i] as number) === 0;
  if (latin(start) && start > 0 && latin(start - 1) && joined(start)) return false;
  if (latin(end - 1) && end < text.length && latin(end) && joined(end)) return false;
  return true;
}

/** All of it Latin letters: words of a language with spaces, where noise is how words are set apart. */
function spaced(text: string, start: number, end: number): boolean {
  return /^[a-z0-9]+$/u.test(text.slice(start, end));
}

function offence(folded: Folded, rule: Rule, { start, end }: Placed): Offence {
  let bits = 0;
  let noisy = false;
  for (let i = start; i < end; i += 1) {
    bits |= folded.disguise[i] as number;
    if (i > start && (folded.gap[i] as number) > 0) noisy = true;
  }
  // Spaces between words of a Latin phrase are how it is written, and full width is how some keyboards write.
  const names = disguiseNames(bits).filter((name) => name !== "fullwidth");
  const noise = noisy && !spaced(folded.text, start, end) ? ["noise"] : [];
  return {
    rule,
    start: folded.start[start] as number,
    end: folded.end[end - 1] as number,
    disguises: [...names, ...noise],
  };
}
