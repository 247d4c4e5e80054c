/** Called for every occurrence: which word, and the units `[start, end)` it covers. */
export type OnHit = (word: number, start: number, end: number) => void;

/**
 * Finds every occurrence of many words at once, all overlaps included, in order of where they start.
 *
 * A gate of the words' first two units, a bit each in a hashed map of 8 kB, turns away nearly every position of an
 * ordinary text with one look; only behind it a trie is walked. The trie is one open-addressed hash table in typed
 * arrays, so ten thousand words build in a few milliseconds. Time is linear in the text: a walk is no longer than the
 * longest word, and words are at most `LONGEST` units.
 */
export interface Matcher {
  /** Searches the first `length` of `units`. */
  scan(units: Uint16Array, length: number, onHit: OnHit): void;
}

/** Units of the longest word that a matcher takes, and so the most steps a position can cost. */
export const LONGEST = 40;

const GATE_BITS = 16;

function gateOf(first: number, second: number): number {
  return Math.imul((first << 16) ^ second ^ (first >>> 3), 0x9e3779b1) >>> (32 - GATE_BITS);
}

function setBit(map: Uint8Array, bit: number): void {
  map[bit >>> 3] = (map[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

function hasBit(map: Uint8Array, bit: number): boolean {
  return ((map[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** Builds a matcher. Throws `RangeError` for an empty word or one longer than `LONGEST`. */
export function createMatcher(words: readonly Uint16Array[]): Matcher {
  const gate = new Uint8Array(1 << (GATE_BITS - 3));
  /** Units that are words by themselves. */
  const alone = new Uint8Array(1 << (16 - 3));
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const bits = Math.max(8, Math.ceil(Math.log2(most * 2)));
  const mask = (1 << bits) - 1;
  // An edge from `parent` by `unit`, at the place their hash gives or the next free one; node 0 is the root.
  const parents = new Int32Array(1 << bits).fill(-1);
  const edgeUnits = new Uint16Array(1 << bits);
  const children = new Int32Array(1 << bits);
  /** The word that ends at a node, -1 when none does. */
  const wordAt = new Int32Array(most).fill(-1);
  let nodes = 1;

  function place(parent: number, unit: number): number {
    let at = Math.imul(Math.imul(parent, 0x85ebca6b) ^ unit, 0x9e3779b1) >>> (32 - bits);
    while (parents[at] !== -1 && (parents[at] !== parent || edgeUnits[at] !== unit)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  for (const [id, word] of words.entries()) {
    if (word.length === 0 || word.length > LONGEST) {
      throw new RangeError(`a word has 1 to ${LONGEST} units, not ${word.length}`);
    }
    if (word.length === 1) setBit(alone, word[0] ?? 0);
    else setBit(gate, gateOf(word[0] ?? 0, word[1] ?? 0));
    let node = 0;
    for (const unit of word) {
      const at = place(node, unit);
      if (parents[at] === -1) {
        parents[at] = node;
        edgeUnits[at] = unit;
        children[at] = nodes++;
      }
      node = children[at] ?? 0;
    }
    wordAt[node] = id;
  }

  return {
    scan(units, length, onHit) {
      for (let start = 0; start < length; start++) {
        const unit = units[start] ?? 0;
        const next = start + 1 < length ? (units[start + 1] ?? 0) : 0;
        if (!hasBit(gate, gateOf(unit, next)) && !hasBit(alone, unit)) continue;
        let node = 0;
        for (let i = start; i < length; i++) {
          const at = place(node, units[i] ?? 0);
          if (parents[at] === -1) break;
          node = children[at] ?? 0;
          const word = wordAt[node] ?? -1;
          if (word !== -1) onHit(word, start, i + 1);
        }
      }
    },
  };
}
