import { setImmediate } from "node:timers/promises";
import type { Core } from "../core.ts";
import type { ProviderId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import { shareOf } from "./confidence.ts";
import { EXPERIENCE_DAYS, type TextResult } from "./experience.ts";

/** A phrase that a provider seems to block though no rule knows it: proposed to the operator, never applied by itself. */
export interface RuleCandidate extends Doc {
  readonly provider: ProviderId;
  readonly phrase: string;
  /** Texts with the phrase that were blocked, and that went through. */
  readonly blockedTexts: number;
  readonly passedTexts: number;
  /** People: blocked, of those blocked or delivered; and the 95 % confidence interval of the share. */
  readonly blocked: number;
  readonly total: number;
  readonly low: number;
  readonly high: number;
  readonly at: number;
}

/** A text counts as blocked from this share of its people on, and as let through up to the other. */
const BLOCKED_FROM = 0.2;
const PASSED_TO = 0.02;
/** People with a result below which a text tells nothing. */
const PEOPLE_LEAST = 5;
/** Blocked texts that must hold a phrase. */
const TEXTS_LEAST = 3;
/** A phrase is no candidate when chance alone would do as much this often; thousands of phrases are tried. */
const CHANCE_MOST = 1e-3;
const TEXTS_MOST = 5_000;
const CANDIDATES_MOST = 20;
const SPAN = EXPERIENCE_DAYS * 24 * 3_600_000;

/**
 * Compares blocked with delivered texts of the last 30 days at every provider, and keeps the phrases that only the
 * blocked ones share and no rule knows. Returns how many there are. What was found before and holds no more is dropped.
 */
export async function findCandidates(core: Core): Promise<number> {
  const now = core.clock.now();
  let found = 0;
  for (const provider of core.providers.keys()) {
    const results = await core.store.textResults.find(
      { provider, at: { $gte: now - SPAN } },
      { sort: { at: -1 }, limit: TEXTS_MOST },
    );
    const candidates = await minePhrases(results);
    await core.store.ruleCandidates.deleteMany({ provider });
    await core.store.ruleCandidates.insertMany(
      candidates.map((candidate) => ({
        _id: `${provider}/${candidate.phrase}`,
        provider,
        ...candidate,
        at: now,
      })),
    );
    found += candidates.length;
  }
  return found;
}

interface Tally {
  blockedTexts: number;
  passedTexts: number;
  blocked: number;
  total: number;
}

/** The phrases that blocked texts share and the others lack, the likeliest first. Lets others in between texts. */
export async function minePhrases(
  results: readonly Pick<TextResult, "text" | "known" | "blocked" | "total">[],
): Promise<(Tally & { readonly phrase: string; readonly low: number; readonly high: number })[]> {
  const told = results.filter(({ total }) => total >= PEOPLE_LEAST);
  const blockedTexts = told.filter(({ blocked, total }) => blocked / total >= BLOCKED_FROM);
  const passedTexts = told.filter(({ blocked, total }) => blocked / total <= PASSED_TO);
  if (blockedTexts.length < TEXTS_LEAST || passedTexts.length === 0) return [];
  const tallies = new Map<string, Tally>();
  for (const result of blockedTexts) {
    await setImmediate();
    for (const phrase of phrasesOf(result)) {
      const tally = tallies.get(phrase) ?? { ...NOTHING };
      tallies.set(phrase, tally);
      tally.blockedTexts += 1;
      tally.blocked += result.blocked;
      tally.total += result.total;
    }
  }
  for (const [phrase, tally] of tallies)
    if (tally.blockedTexts < TEXTS_LEAST) tallies.delete(phrase);
  for (const result of passedTexts) {
    await setImmediate();
    for (const phrase of phrasesOf({ ...result, known: [] })) {
      const tally = tallies.get(phrase);
      if (tally === undefined) continue;
      tally.passedTexts += 1;
      tally.blocked += result.blocked;
      tally.total += result.total;
    }
  }
  const likely = [...tallies].filter(([, { blockedTexts: bad, passedTexts: good }]) => {
    // How often texts without the phrase are blocked, by Laplace's rule of succession: none seen is not never.
    const without = blockedTexts.length - bad + passedTexts.length - good;
    const base = (blockedTexts.length - bad + 1) / (without + 2);
    return chanceOf(bad, bad + good, base) <= CHANCE_MOST;
  });
  return joined(widest(likely), blockedTexts)
    .map(([phrase, tally]) => {
      const { low, high } = shareOf(tally.blocked, tally.total);
      return { phrase, ...tally, low, high };
    })
    .sort((a, b) => b.blockedTexts - a.blockedTexts || b.low - a.low)
    .slice(0, CANDIDATES_MOST);
}

const NOTHING: Tally = { blockedTexts: 0, passedTexts: 0, blocked: 0, total: 0 };
const LONGEST = 6;

/** Runs of 2 to 6 Chinese characters, and Latin words of 3 letters or more, outside what rules know already. */
function phrasesOf({ text, known }: Pick<TextResult, "text" | "known">): Set<string> {
  let plain = text;
  for (const { start, end } of known) {
    plain = plain.slice(0, start) + "\n".repeat(end - start) + plain.slice(end);
  }
  // The signature names the merchant, not what is said.
  plain = plain
    .normalize("NFKC")
    .toLowerCase()
    .replace(/【[^【】]{1,30}】/gu, "\n");
  const phrases = new Set<string>();
  for (const [run] of plain.matchAll(/[\u4e00-\u9fff]{2,}/gu)) {
    for (let start = 0; start < run.length - 1; start++) {
      for (let size = 2; size <= LONGEST && start + size <= run.length; size++) {
        phrases.add(run.slice(start, start + size));
      }
    }
  }
  for (const [word] of plain.matchAll(/[a-z][a-z'-]{2,30}/gu)) phrases.add(word);
  return phrases;
}

/** How likely `bad` or more of `n` texts would be blocked by chance where a share `base` of all is: a binomial tail. */
function chanceOf(bad: number, n: number, base: number): number {
  let term = 0;
  for (let i = 0; i < bad; i++) term += Math.log(n - i) - Math.log(i + 1);
  let log = term + bad * Math.log(base) + (n - bad) * Math.log1p(-base);
  let sum = Math.exp(log);
  for (let k = bad; k < n; k++) {
    log += Math.log(n - k) - Math.log(k + 1) + Math.log(base) - Math.log1p(-base);
    sum += Math.exp(log);
  }
  return sum;
}

/** Longest phrases that overlap by all but one character, put together where the blocked texts hold them so. */
function joined(
  phrases: [string, Tally][],
  blockedTexts: readonly Pick<TextResult, "text">[],
): [string, Tally][] {
  const left = [...phrases];
  for (let i = 0; i < left.length; i++) {
    let [phrase, tally] = left[i] ?? ["", NOTHING];
    for (let at = next(phrase, tally); at !== -1; at = next(phrase, tally)) {
      phrase += left[at]?.[0].at(-1) ?? "";
      left.splice(at, 1);
      if (at < i) i -= 1;
    }
    left[i] = [phrase, tally];
  }
  return left;

  function next(phrase: string, { blockedTexts: bad, passedTexts: good }: Tally): number {
    return left.findIndex(([other, tally]) => {
      if (other.length !== LONGEST || other === phrase) return false;
      if (tally.blockedTexts !== bad || tally.passedTexts !== good) return false;
      const together = phrase + other.slice(-1);
      return (
        phrase.endsWith(other.slice(0, -1)) &&
        blockedTexts.filter(({ text }) => text.includes(together)).length === bad
      );
    });
  }
}

/** Of phrases that hold each other and were seen in the same texts, the longest. */
function widest(phrases: [string, Tally][]): [string, Tally][] {
  const longestFirst = [...phrases].sort(([a], [b]) => b.length - a.length);
  const kept: [string, Tally][] = [];
  for (const [phrase, tally] of longestFirst) {
    const held = kept.some(
      ([longer, other]) =>
        longer.includes(phrase) &&
        other.blockedTexts === tally.blockedTexts &&
        other.passedTexts === tally.passedTexts,
    );
    if (!held) kept.push([phrase, tally]);
  }
  return kept;
}
