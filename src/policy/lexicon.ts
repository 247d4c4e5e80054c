import { createMatcher, type Matcher } from "./matcher.ts";
import type { Ear } from "./reading/by-sound.ts";
import { isDigit, isLatin } from "./reading/plain-text.ts";
import type { Reader } from "./reading/reader.ts";
import { placeholder } from "./reading/reading.ts";
import { SPAN_KINDS, type SpanKind } from "./reading/spans.ts";
import type { Pack, Rule } from "./rule.ts";

/** What a word is to a rule. */
export type Role =
  | { readonly kind: "term" | "harmless" | "near" | "unless" }
  | { readonly kind: "part"; readonly pattern: number; readonly part: number };

/** A word as it is read, and what it is to whom. */
export interface Word {
  readonly units: Uint16Array;
  /** What naturally parts each unit from the one before: the word's own mark, a space where the script changes, or 0. */
  readonly breaks: Uint16Array;
  readonly latin: boolean;
  readonly uses: readonly { readonly rule: number; readonly role: Role }[];
}

/** All words of all rules, in one matcher; those sought by sound in another. */
export interface Lexicon {
  readonly rules: readonly Rule[];
  readonly words: readonly Word[];
  readonly matcher: Matcher;
  /** For each sound the words that have it. */
  readonly soundWords: readonly (readonly Word[])[];
  readonly soundMatcher: Matcher;
  /** The uses of `<id>`. */
  readonly idUses: Word | undefined;
}

export const ID = "<id>";

/** Puts the words of all packs together. Throws `RangeError` for a word that is empty or too long. */
export function createLexicon(packs: readonly Pack[], reader: Reader, ear: Ear): Lexicon {
  const rules = packs.flatMap((pack) => pack.rules);
  const byUnits = new Map<string, WordInMaking>();
  const sounds = new Map<string, WordInMaking>();
  const ids: WordInMaking = { units: new Uint16Array(0), breaks: new Uint16Array(0), uses: [] };

  /** Most words are used by several rules. */
  const read = new Map<string, ReturnType<typeof readWord> & { readonly key: string }>();
  const readOnce = (word: string) => {
    const known = read.get(word);
    if (known !== undefined) return known;
    const { units, breaks } = readWord(reader, word);
    const fresh = { units, breaks, key: String.fromCharCode(...units) };
    read.set(word, fresh);
    return fresh;
  };

  const use = (into: Map<string, WordInMaking>, word: string, rule: number, role: Role) => {
    if (word === ID) {
      ids.uses.push({ rule, role });
      return;
    }
    const { units, breaks, key } = readOnce(word);
    let made = into.get(key);
    if (made === undefined) {
      made = { units, breaks, uses: [] };
      into.set(key, made);
    }
    made.uses.push({ rule, role });
  };
  const useAll = (words: readonly string[], rule: number, role: Role) => {
    for (const word of new Set(words)) use(byUnits, word, rule, role);
  };

  /** What holds a word sought by sound is heard too: 红久面膜 is as harmless as 红酒面膜. */
  const useHarmlessSound = (word: string, index: number) => {
    if (rules[index]?.sounds.some((sound) => word.includes(sound))) {
      use(sounds, word, index, { kind: "harmless" });
    }
  };

  for (const [index, rule] of rules.entries()) {
    useAll(rule.terms, index, { kind: "term" });
    useAll(rule.harmless, index, { kind: "harmless" });
    useAll(rule.near?.words ?? [], index, { kind: "near" });
    useAll(rule.unless?.words ?? [], index, { kind: "unless" });
    for (const [pattern, { parts }] of rule.patterns.entries()) {
      for (const [part, words] of parts.entries()) {
        useAll(words, index, { kind: "part", pattern, part });
      }
    }
    for (const word of new Set(rule.sounds)) use(sounds, word, index, { kind: "term" });
    for (const word of new Set(rule.harmless)) useHarmlessSound(word, index);
  }
  shareHarmless(packs, rules, (word, rule) => {
    use(byUnits, word, rule, { kind: "harmless" });
    useHarmlessSound(word, rule);
  });

  const finished = createFinisher([...byUnits.values(), ...sounds.values()]);
  const words = [...byUnits.values()].map(finished);
  const bySound = new Map<string, Word[]>();
  for (const word of [...sounds.values()].map(finished)) {
    const key = String.fromCharCode(...ear.soundOf(word.units));
    const alike = bySound.get(key);
    if (alike === undefined) bySound.set(key, [word]);
    else alike.push(word);
  }
  return {
    rules,
    words,
    matcher: createMatcher(words.map(({ units }) => units)),
    soundWords: [...bySound.values()],
    soundMatcher: createMatcher([...bySound.keys()].map(unitsOf)),
    idUses: ids.uses.length === 0 ? undefined : finished(ids),
  };
}

interface WordInMaking {
  readonly units: Uint16Array;
  readonly breaks: Uint16Array;
  readonly uses: { rule: number; role: Role }[];
}

/**
 * Finishes words in little room: thousands of small arrays would take ten times what they hold. Units go into one
 * array; breaks and uses, alike for most words, are kept once each.
 */
function createFinisher(made: readonly WordInMaking[]): (word: WordInMaking) => Word {
  const pool = new Uint16Array(made.reduce((sum, { units }) => sum + units.length, 0));
  const breaksByContent = new Map<string, Uint16Array>();
  const usesByContent = new Map<string, Word["uses"]>();
  let used = 0;
  return ({ units, breaks, uses }) => {
    pool.set(units, used);
    const own = pool.subarray(used, used + units.length);
    used += units.length;
    return {
      units: own,
      // Most words have none: they are told apart by their length alone.
      breaks: once(
        breaksByContent,
        breaks.some(Boolean) ? breaks.join() : `${breaks.length}`,
        breaks,
      ),
      uses: once(usesByContent, keyOfAll(uses), uses),
      latin: units.length > 0 && units.every(isLatinOrDigit),
    };
  };
}

function keyOfAll(uses: Word["uses"]): string {
  let key = "";
  for (const use of uses) key += `${keyOf(use)},`;
  return key;
}

function keyOf({ rule, role }: { readonly rule: number; readonly role: Role }): string {
  return role.kind === "part" ? `${rule}/${role.pattern}/${role.part}` : `${rule}${role.kind}`;
}

function once<T>(kept: Map<string, T>, key: string, value: T): T {
  const known = kept.get(key);
  if (known !== undefined) return known;
  kept.set(key, value);
  return value;
}

const unitsOf = (text: string): Uint16Array => Uint16Array.from(text, (unit) => unit.charCodeAt(0));

const isLatinOrDigit = (unit: number): boolean => isLatin(unit) || isDigit(unit);

const HAN_ONLY = /^[\u4e00-\u9fff]+$/u;
const SPACE = 0x20;
/** A mark between the parts of a word: `e-cigarette`, `100%有效`, `you've won`. */
const OWN_MARK = /([ \-'%./&])/;

/**
 * Reads a word with its placeholders, and notes where it is naturally parted: its marks, and changes of script.
 * Throws `RangeError` for a placeholder that stands for nothing.
 */
export function readWord(
  reader: Reader,
  word: string,
): { units: Uint16Array; breaks: Uint16Array } {
  if (HAN_ONLY.test(word)) {
    const units = reader.readWord(word);
    return { units, breaks: new Uint16Array(units.length) };
  }
  const units: number[] = [];
  const breaks: number[] = [];
  for (const [i, piece] of word.split(/(<\w+>)/).entries()) {
    if (i % 2 === 1) {
      const kind = SPAN_KINDS.find((one) => piece === `<${one}>`);
      if (kind === undefined) throw new RangeError(`${piece} in “${word}” stands for nothing`);
      put([placeholder(kind satisfies SpanKind)], SPACE);
      continue;
    }
    let mark = i === 0 ? 0 : SPACE;
    for (const [j, run] of piece.split(OWN_MARK).entries()) {
      if (j % 2 === 1) mark = run.charCodeAt(0);
      else put(reader.readWord(run), mark);
    }
  }
  return { units: Uint16Array.from(units), breaks: Uint16Array.from(breaks) };

  function put(run: Iterable<number>, mark: number): void {
    let before = mark;
    for (const unit of run) {
      const last = units.at(-1);
      const changes = last !== undefined && isLatinOrDigit(last) !== isLatinOrDigit(unit);
      breaks.push(before || (changes ? SPACE : 0));
      units.push(unit);
      before = 0;
    }
  }
}

/** Hands a pack's harmless wordings to those of its rules (or, without rules, of all) that they concern. */
function shareHarmless(
  packs: readonly Pack[],
  rules: readonly Rule[],
  share: (word: string, rule: number) => void,
): void {
  for (const pack of packs) {
    if (pack.harmless.length === 0) continue;
    const all = pack.harmless.join("\n");
    for (const [index, rule] of rules.entries()) {
      if (pack.rules.length > 0 && !pack.rules.includes(rule)) continue;
      const own = [...rule.terms, ...rule.patterns.flatMap(({ parts }) => parts.flat())];
      const concerned = own.filter((term) => all.includes(term));
      if (concerned.length === 0) continue;
      for (const word of pack.harmless) {
        if (concerned.some((term) => word.includes(term))) share(word, index);
      }
    }
  }
}
