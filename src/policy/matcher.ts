/** Called for every occurrence: which word, and the units `[start, end)` it covers. */
export type OnHit = (word: number, start: number, end: number) => void;

/**
 * Finds every occurrence of many words at once, all overlaps included, in order of where they start.
 *
 * A gate of the words' first two units, a bit each in a hashed map of 8 kB, turns away nearly every position of an
 * ordinary text with one look. Behind it the pair is looked up for the node of the trie that it leads to, and the trie
 * is walked from there. Pairs and edges are open-addressed hash tables in typed arrays, so ten thousand words build in
 * a few milliseconds. Time is linear in the text: a walk is no longer than the longest word, and words are at most
 * `LONGEST` units.
 */
export interface Matcher {
  /** Searches the first `length` of `units`. */
  scan(units: Uint16Array, length: number, onHit: OnHit): void;
}

/** Units of the longest word that a matcher takes, and so the most steps a position can cost. */
export const LONGEST = 40;

const GATE_BITS = 16;
const SCATTER = 0x9e3779b1;

function gateOf(first: number, second: number): number {
  return Math.imul((first << 16) ^ second ^ (first >>> 3), SCATTER) >>> (32 - GATE_BITS);
}

function setBit(map: Uint8Array, bit: number): void {
  map[bit >>> 3] = (map[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

function hasBit(map: Uint8Array, bit: number): boolean {
  return ((map[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** Bits of the size of a table that `count` entries fill at most half. */
function bitsFor(count: number): number {
  return Math.max(8, Math.ceil(Math.log2(count * 2)));
}

/** Builds a matcher. Throws `RangeError` for an empty word or one longer than `LONGEST`. */
export function createMatcher(words: readonly Uint16Array[]): Matcher {
  const gate = new Uint8Array(1 << (GATE_BITS - 3));
  /** Words of one unit, by the unit: the word and one, 0 when there is none. */
  const alone = new Int32Array(1 << 16);
  // Pairs of units that begin words, at the place their hash gives or the next free one, with the node they lead to.
  const pairBits = bitsFor(words.length);
  const pairs = new Int32Array(1 << pairBits);
  const pairNodes = new Int32Array(1 << pairBits);
  // Edges from a node by a unit, likewise. Node 0 is nobody's child.
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const edgeBits = bitsFor(most);
  const parents = new Int32Array(1 << edgeBits);
  const edgeUnits = new Uint16Array(1 << edgeBits);
  const children = new Int32Array(1 << edgeBits);
  /** The word that ends at a node and one, 0 when none does. */
  const wordAt = new Int32Array(most + 1);
  let nodes = 1;

  function placeOfPair(pair: number): number {
    let at = Math.imul(pair ^ (pair >>> 15), SCATTER) >>> (32 - pairBits);
    while (pairs[at] !== 0 && pairs[at] !== pair) at = (at + 1) & ((1 << pairBits) - 1);
    return at;
  }

  function placeOfEdge(parent: number, unit: number): number {
    let at = Math.imul(Math.imul(parent, 0x85ebca6b) ^ unit, SCATTER) >>> (32 - edgeBits);
    while (parents[at] !== 0 && (parents[at] !== parent || edgeUnits[at] !== unit)) {
      at = (at + 1) & ((1 << edgeBits) - 1);
    }
    return at;
  }

  function add(word: Uint16Array, id: number): void {
    if (word.length === 0 || word.length > LONGEST) {
      throw new RangeError(`a word has 1 to ${LONGEST} units, not ${word.length}`);
    }
    const [first = 0, second = 0] = word;
    if (word.length === 1) {
      alone[first] = id + 1;
      return;
    }
    setBit(gate, gateOf(first, second));
    const pairAt = placeOfPair((first << 16) | second);
    if (pairs[pairAt] === 0) {
      pairs[pairAt] = (first << 16) | second;
      pairNodes[pairAt] = nodes++;
    }
    let node = pairNodes[pairAt] ?? 0;
    for (let i = 2; i < word.length; i++) {
      const at = placeOfEdge(node, word[i] ?? 0);
      if (parents[at] === 0) {
        parents[at] = node;
        edgeUnits[at] = word[i] ?? 0;
        children[at] = nodes++;
      }
      node = children[at] ?? 0;
    }
    wordAt[node] = id + 1;
  }
  for (const [id, word] of words.entries()) add(word, id);

  return {
    scan(units, length, onHit) {
      let next = units[0] ?? 0;
      for (let start = 0; start < length; start++) {
        const unit = next;
        next = start + 1 < length ? (units[start + 1] ?? 0) : 0;
        const own = alone[unit] ?? 0;
        if (own !== 0) onHit(own - 1, start, start + 1);
        if (!hasBit(gate, gateOf(unit, next))) continue;
        const pairAt = placeOfPair((unit << 16) | next);
        let node = pairNodes[pairAt] ?? 0;
        for (let end = start + 2; node !== 0; end++) {
          const word = wordAt[node] ?? 0;
          if (word !== 0) onHit(word - 1, start, end);
          if (end >= length) break;
          node = children[placeOfEdge(node, units[end] ?? 0)] ?? 0;
        }
      }
    },
  };
}
