import fc from "fast-check";
import {
  COMMON_CHARACTERS,
  KNOWN_SOUNDALIKES,
} from "../../src/policy/reading/common-characters.ts";
import type { Disguise } from "../../src/policy/reading/disguise.ts";
import { EMOJI_WORDS } from "../../src/policy/reading/emoji-words.ts";
import { SOUNDS } from "../../src/policy/reading/sounds.ts";
import { SPLIT_CHARACTERS } from "../../src/policy/reading/split-characters.ts";
import { TRADITIONAL_PAIRS } from "../../src/policy/reading/traditional.ts";

/** A word in pieces: what is written for each of its characters, and what stands between the pieces. */
export interface Hidden {
  readonly pieces: readonly Piece[];
  /** One fewer than pieces. */
  readonly gaps: readonly Gap[];
}

interface Gap {
  /** The word's own mark or space there. */
  readonly own: string;
  /** What is put there to hide it, instead. */
  readonly put: string;
}

interface Piece {
  /** Characters of the word that the piece stands for. */
  readonly plain: string;
  readonly written: string;
  /** What is read, where that is another word: 久 for 酒. */
  readonly reads: string;
}

/** One way to hide a word; undefined where the word gives no hold. */
export interface Way {
  readonly name: Disguise;
  /** `mixed`: with other ways. */
  readonly hide: (hidden: Hidden, mixed: boolean) => fc.Arbitrary<Hidden> | undefined;
  /** Heard rather than seen: only for words that a rule also seeks by sound. */
  readonly bySound?: true;
}

export function plain(word: string): Hidden {
  // A word's own spaces and marks stand between its letters: happy hour, e-cigarette.
  const letters = [...word.matchAll(/([\p{L}\p{N}])([^\p{L}\p{N}]*)/gu)];
  return {
    pieces: letters.map(([, char = ""]) => ({ plain: char, written: char, reads: char })),
    gaps: letters.slice(0, -1).map(([, , own = ""]) => ({ own, put: "" })),
  };
}

export function written({ pieces, gaps }: Hidden): string {
  return pieces.map((piece, i) => piece.written + (gaps[i]?.put || gaps[i]?.own || "")).join("");
}

const LATIN = /[a-z0-9]/i;
const isBare = ({ plain: meant, written: shown }: Piece): boolean => meant === shown;

// ———— Characters written otherwise ————

/** What may be written for a character, or for several. */
type Forms = ReadonlyMap<string, readonly string[]>;

function forms(pairs: Iterable<readonly [meant: string, form: string]>): Forms {
  const map = new Map<string, string[]>();
  for (const [meant, form] of pairs) map.set(meant, [...(map.get(meant) ?? []), form]);
  return map;
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const DIGITS = [..."0123456789"];

/** A run of 26 or 10 code points in the order of the alphabet or of the digits. */
function* alphabet(of: readonly string[], first: number): Iterable<readonly [string, string]> {
  for (const [i, letter] of of.entries()) yield [letter, String.fromCodePoint(first + i)];
}

const FULL_WIDTH = forms([
  ...alphabet(LETTERS, 0xff41),
  ...alphabet(LETTERS, 0xff21),
  ...alphabet(DIGITS, 0xff10),
]);

const STYLED = forms([
  ...alphabet(LETTERS, 0x24d0), // ⓥ
  ...alphabet(LETTERS, 0x24b6), // Ⓥ
  ...alphabet(LETTERS, 0x249c), // ⒱
  ...alphabet(LETTERS, 0x1d400), // 𝐕
  ...alphabet(LETTERS, 0x1d4d0), // 𝓥
  ...alphabet(LETTERS, 0x1d5a0), // 𝖵
  ...alphabet(LETTERS, 0x1d670), // 𝚅
  ...alphabet(LETTERS, 0x1f130), // 🄥
  ...alphabet(LETTERS, 0x1f150), // 🅥
  ...alphabet(LETTERS, 0x1f170), // 🆅
  ...alphabet(DIGITS, 0x1d7ce), // 𝟎
  ...alphabet(DIGITS.slice(1), 0x2460), // ①
  ["v", "ᵛ"],
  ["x", "ˣ"],
  ["w", "ʷ"],
  ["2", "²"],
  ["5", "⁵"],
]);

const LOOK_ALIKE = forms([
  ..."aа aα cс eе hһ iі jј oо oο pр pρ qԛ sѕ uυ vν vѵ wԝ wω xх xχ yу yγ tт kк mм nη"
    .split(" ")
    .map(([meant = "", form = ""]) => [meant, form] as const),
  // Capitals look like others than their small letters do.
  ..."aА bВ cС eЕ hН kК mМ oО pР tТ xХ nΝ hΗ kΚ mΜ tΤ xΧ yΥ"
    .split(" ")
    .map(([meant = "", form = ""]) => [meant, form] as const),
  ["加", "+"],
  ["加", "＋"],
  ["酒", "洒"],
]);

const TRADITIONAL = forms(pairs(TRADITIONAL_PAIRS).map(([form, meant]) => [meant, form]));

const SPLIT = forms(
  SPLIT_CHARACTERS.trim()
    .split(/\s+/)
    .map(([meant = "", ...halves]) => [meant, halves.join("")] as const),
);

const EMOJI = forms(EMOJI_WORDS.map(([emoji, word]) => [word, emoji] as const));

const SPELLING = new Map<string, string>();
const SOUND_ALIKE = new Map<string, readonly string[]>();
for (const entry of SOUNDS.trim().split(/\s+/)) {
  const spelling = /^[a-z]+/.exec(entry)?.[0] ?? "";
  const alike = [...entry.slice(spelling.length)];
  for (const char of alike) {
    if (!/[\u4e00-\u9fff]/.test(char) || "丨丶丿亅".includes(char)) continue;
    SPELLING.set(char, spelling);
    SOUND_ALIKE.set(
      char,
      alike.filter((other) => other !== char && !`${COMMON_CHARACTERS}丨丶丿亅`.includes(other)),
    );
  }
}
const KNOWN = forms(
  KNOWN_SOUNDALIKES.split(" ").flatMap(([meant = "", ...others]) =>
    others.map((other) => [meant, other] as const),
  ),
);

function pairs(joined: string): (readonly [string, string])[] {
  const all: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < joined.length; i += 2) all.push([joined.charAt(i), joined.charAt(i + 1)]);
  return all;
}

/** What a word looks like to someone who takes its characters for what they are. */
function reads({ pieces }: Hidden): string {
  return pieces.map((piece) => piece.reads).join("");
}

/** Hides some characters by their forms; `spare` keeps as many as they are. */
function byForms(name: Disguise, of: Forms, spare = 0): Way {
  return { name, hide: (hidden) => rewrite(hidden, (meant) => of.get(meant) ?? [], spare) };
}

function rewrite(
  { pieces, gaps }: Hidden,
  formsOf: (meant: string, at: number) => readonly string[],
  spare: number,
): fc.Arbitrary<Hidden> | undefined {
  const holds: { at: number; size: number; meant: string }[] = [];
  for (let at = 0; at < pieces.length; at++) {
    for (let size = 1; size <= 3 && at + size <= pieces.length; size++) {
      const run = pieces.slice(at, at + size);
      const meant = run.map((piece) => piece.plain).join("");
      const untouched =
        run.every(isBare) &&
        gaps.slice(at, at + size - 1).every(({ own, put }) => own + put === "");
      if (untouched && formsOf(meant, at).length > 0) holds.push({ at, size, meant });
    }
  }
  const bare = pieces.filter(isBare).length;
  const takeable = holds.filter(({ size }) => bare - size >= spare);
  if (takeable.length === 0) return undefined;
  return fc
    .subarray(takeable, { minLength: 1 })
    .chain((taken) =>
      fc.tuple(
        fc.constant(taken),
        fc.tuple(...taken.map(({ meant, at }) => fc.constantFrom(...formsOf(meant, at)))),
      ),
    )
    .map(([taken, chosen]) => {
      const made: Piece[] = [];
      const between: Gap[] = [];
      let left = bare;
      for (let at = 0; at < pieces.length; ) {
        const i = taken.findIndex((hold) => hold.at === at && left - hold.size >= spare);
        const piece = pieces[at];
        if (piece === undefined) break;
        const { size = 1, meant = piece.plain } = taken[i] ?? {};
        if (i >= 0) left -= size;
        made.push(
          i < 0
            ? piece
            : { plain: meant, written: chosen[i] ?? "", reads: readAs(meant, chosen[i] ?? "") },
        );
        at += size;
        if (at < pieces.length) between.push(gaps[at - 1] ?? { own: "", put: "" });
      }
      return { pieces: made, gaps: between };
    });
}

/** A Chinese character of its own is read as itself; halves, letters and emoji as what they stand for. */
function readAs(meant: string, shown: string): string {
  return /^[\u4e00-\u9fff]$/.test(shown) && !TRADITIONAL.get(meant)?.includes(shown)
    ? shown
    : meant;
}

// ———— What is put between characters ————

const SEPARATORS = [..." .*-_/|~·★#^&+丨☆●=「×", "--", "^^", "【】"];
const PAUSES = ["，", "、", "。", ",", "!", "；"];
const UNSEEN = [
  ..."\u200b\u200c\u200d\u2060\ufeff\u00ad\u2062\ufe0f\u0301\u0336\u20e3\u034f\u180e",
  "\u{e0101}",
];
const EMOJIS = ["😀", "🔥", "👨‍👩‍👧", "👍🏽", "✨", "🎉🎉", "❤️", "💰", "🇨🇳"];
/** What stands for words or letters, or is how words are set apart: noise only where nothing else is in play. */
const AMBIGUOUS = [" ", "+", "❤️", "💰", "🇨🇳"];

/** Puts marks between pieces: the same everywhere, or any in some gaps. */
function between(name: Disguise, all: readonly string[], evenly: boolean): Way {
  return {
    name,
    hide(hidden, mixed) {
      const { pieces, gaps } = hidden;
      const shown = written(hidden);
      const marks = all.filter(
        (mark) =>
          !(
            (mixed || (LATIN.test(shown) && /[\u3400-\u9fff]/.test(shown))) &&
            AMBIGUOUS.includes(mark)
          ) &&
          // 1.9.1.6 is an address, tong。ren a name.
          !(mark === "." && /\d.*\d.*\d.*\d/.test(shown.normalize("NFKC"))) &&
          !(mark === "。" && /[a-z]{2}/i.test(shown)),
      );
      const word = pieces.map((piece) => piece.plain).join("");
      const open = gaps.flatMap((_, i) => (isOpen(pieces, i) ? [i] : []));
      if (gaps.length === 0) return undefined;
      const fill = (at: readonly number[], mark: (i: number) => string): Hidden => ({
        pieces,
        gaps: gaps.map((gap, i) => (at.includes(i) ? { ...gap, put: gap.put + mark(i) } : gap)),
      });
      const same = fc
        .constantFrom(...marks)
        .map((mark) => ({ pieces, gaps: gaps.map((gap) => ({ ...gap, put: gap.put + mark })) }));
      // Latin words are parted everywhere or not at all: a mark within is how words are set apart.
      if (evenly || /^[\x20-\x7e]+$/.test(word) || open.length === 0) return same;
      const some = fc
        .tuple(
          fc.subarray(open, { minLength: 1 }),
          fc.array(fc.constantFrom(...marks.filter((mark) => mark !== " ")), {
            minLength: gaps.length,
            maxLength: gaps.length,
          }),
        )
        .map(([at, chosen]) => fill(at, (i) => chosen[i] ?? ""));
      return fc.oneof(same, some);
    },
  };
}

/** Gaps beside a Chinese character: a mark there never joins letters or digits to a link or number. */
function isOpen(pieces: readonly Piece[], gap: number): boolean {
  const before = pieces[gap]?.written.at(-1) ?? "";
  const after = pieces[gap + 1]?.written.charAt(0) ?? "";
  return pieces[gap] !== undefined && !(LATIN.test(before) && LATIN.test(after));
}

const HALVES = new Set([...SPLIT.values()].flat());

/** Halves that could as well belong to what stands beside them (代贝勾: 贷勾, 代购) are nobody's guess. */
const halves: Way = {
  name: "split",
  hide: (hidden) =>
    rewrite(
      hidden,
      (meant, at) => {
        const shownAt = (i: number) => {
          const char = hidden.pieces[i]?.plain ?? "";
          return [char, ...(SPLIT.get(char) ?? [])];
        };
        return (SPLIT.get(meant) ?? []).filter(
          (form) =>
            !shownAt(at - 1).some((before) => HALVES.has(before.slice(-1) + form.charAt(0))) &&
            !shownAt(at + 1).some((after) => HALVES.has(form.slice(-1) + after.charAt(0))),
        );
      },
      0,
    ),
};

const pauses = between("noise", PAUSES, true);

/** ti'e: pinyin sets a syllable that begins with a vowel apart from the letters before it. */
function withApostrophes({ pieces, gaps }: Hidden): Hidden {
  return {
    pieces,
    gaps: gaps.map((gap, i) =>
      gap.own + gap.put === "" &&
      /^[aoe]/i.test(pieces[i + 1]?.written ?? "") &&
      /[a-z]$/i.test(pieces[i]?.written ?? "")
        ? { own: "'", put: "" }
        : gap,
    ),
  };
}

export const WAYS = {
  "full width": byForms("fullwidth", FULL_WIDTH),
  traditional: byForms("traditional", TRADITIONAL),
  "circled, raised and mathematical letters": byForms("styled", STYLED),
  "letters of other scripts, marks for characters": byForms("lookalike", LOOK_ALIKE, 1),
  "marks between characters": between("noise", SEPARATORS, false),
  "emoji between characters": between("noise", EMOJIS, false),
  // Of two characters a pause sets the one apart from the other: that is punctuation.
  "pauses between all characters": {
    ...pauses,
    hide: (hidden, mixed) => (hidden.gaps.length > 1 ? pauses.hide(hidden, mixed) : undefined),
  },
  "zero width and combining marks": between("zerowidth", UNSEEN, false),
  "halves of characters": halves,
  "emoji for words": byForms("emoji", EMOJI, 1),
  homophones: {
    name: "homophone",
    bySound: true,
    hide: (hidden) =>
      rewrite(
        hidden,
        (meant) =>
          hidden.pieces.length > 2
            ? [...(KNOWN.get(meant) ?? []), ...(SOUND_ALIKE.get(meant) ?? [])]
            : (KNOWN.get(meant) ?? []),
        1,
      ),
  },
  pinyin: {
    name: "pinyin",
    bySound: true,
    hide: (hidden) =>
      rewrite(
        hidden,
        (meant) => {
          const spelled = SPELLING.get(meant);
          return spelled === undefined
            ? []
            : [spelled, spelled.toUpperCase(), spelled.charAt(0).toUpperCase() + spelled.slice(1)];
        },
        hidden.pieces.every(isBare) ? 0 : 1,
      )?.map(withApostrophes),
  },
} satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;
export const WAY_NAMES = Object.keys(WAYS) as WayName[];

/** A hidden word, and how. */
export interface Made {
  readonly text: string;
  /** Marks and zero width in one gap are one disguise, and the visible one is named. */
  readonly disguises: readonly Disguise[];
  /** What it reads as where its characters are taken for what they are: 带款 for 贷款. */
  readonly reads: string;
}

/** A word hidden in one way after the other; those that find no hold do nothing. */
export function hiddenBy(word: string, names: readonly WayName[]): fc.Arbitrary<Made> {
  let made: fc.Arbitrary<{ hidden: Hidden; disguises: readonly Disguise[] }> = fc.constant({
    hidden: plain(word),
    disguises: [],
  });
  for (const name of names) {
    made = made.chain(({ hidden, disguises }) => {
      const way: Way = WAYS[name];
      const next = way.hide(hidden, names.length > 1);
      return next === undefined
        ? fc.constant({ hidden, disguises })
        : next.map((more) => ({ hidden: more, disguises: [...disguises, way.name] }));
    });
  }
  return made.map(({ hidden, disguises }) => {
    const text = written(hidden);
    // zhuan.wang and x.in are names of sites, not hidden words.
    const isSite = /[a-z0-9][.。][a-z]{2}/i.test(text.normalize("NFKC"));
    const named = disguises.filter((name) => name !== "zerowidth" || !disguises.includes("noise"));
    return { text, disguises: isSite ? [] : named, reads: reads(hidden) };
  });
}
