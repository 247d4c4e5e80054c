/**
 * Characters read as another because they look like it, each followed by what it is read as. Letters of other scripts
 * (after Unicode's confusables) and letters in circles and squares, which NFKC leaves as they are.
 */
export const LOOK_ALIKE_PAIRS = [
  // Cyrillic
  "аaвbсcеeԁdіiјjкkмmнhоoрpԛqѕsтtуyѵvԝwхxгrпn",
  // Greek
  "αaβbεeιiκkνvοoρpτtυuχxωwγyηn",
  // Latin of other shapes
  "ɑaɡgıiʟlʀrʏyʋvᴠvᴡwѡwꓦvꓪwꓫx",
  // Radicals and strokes that stand for a whole character
  "⼯工⼤大⼩小",
].join("");

/**
 * First code points of alphabets in circles and squares that have no compatibility form:
 * negative circled, negative squared, regional indicators.
 */
export const STYLED_ALPHABETS = [0x1f150, 0x1f170, 0x1f1e6] as const;

/**
 * Second readings: a character that is also read as another, where a word results. `before` limits it to a few
 * following characters, because the first reading is common.
 */
export const SECOND_READINGS: readonly {
  readonly written: string;
  readonly read: string;
  readonly before?: string;
}[] = [
  { written: "+", read: "加" },
  { written: "十", read: "加", before: "v微薇威徽維维葳卫q扣企🛰" },
  { written: "✚", read: "加" },
  { written: "洒", read: "酒" },
  { written: "徽", read: "微" },
  { written: "徵", read: "微" },
  { written: "搏", read: "博" },
  { written: "睹", read: "赌" },
  { written: "侞", read: "信" },
];
