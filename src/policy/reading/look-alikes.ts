/**
 * Characters read as another because they look like it, each followed by what it is read as. Letters of other scripts
 * (after Unicode's confusables) and letters in circles and squares, which NFKC leaves as they are.
 */
export const LOOK_ALIKE_PAIRS = [
  // Cyrillic
  "аaвbсcеeԁdіiјjкkмmнhһhоoрpԛqѕsтtуyѵvԝwшwхxгrпnӏl",
  // Greek
  "αaβbεeιiκkνvοoρpτtυuχxωwγyηn",
  // Armenian, Cherokee
  "օoսuոnցgհhᏙvᎳwᏔwᏟc",
  // Latin of other shapes
  "ɑaɡgıiʟlʀrʏyʋvᴠvᴡwѡwꓦvꓪwꓫx",
  // Radicals and strokes that stand for a whole character
  "⼯工⼤大⼩小劵券",
].join("");

/** Japan's own simplified forms of characters that the packs are made of. */
export const JAPANESE_PAIRS =
  "帯带発发図图売卖検检気气薬药価价銭钱広广険险権权悪恶戦战竜龙塩盐歯齿辺边変变絵绘経经絶绝継继続续総总県县黒黑桜樱浜滨渋涩焼烧払拂拡扩拝拜挙举揺摇撃击覚觉読读転转軽轻鉄铁闘斗隠隐雑杂霊灵験验営营栄荣単单団团囲围処处円圆剤剂効效労劳勧劝収收斉齐鶏鸡両两満满";

/** Greek capitals that look like other letters than their small forms do. */
export const LOOK_ALIKE_CAPITALS = "ΝnΗhΚkΜmΤtΧxΥyΖz";

/** First code points of alphabets that have no compatibility form: negative circled, negative squared. */
export const STYLED_ALPHABETS = [0x1f150, 0x1f170] as const;

/** Regional indicators: two of them are a flag, 🇨🇳, but also 🇻🇽. */
export const FLAG_LETTERS = 0x1f1e6;

/** What may follow 徽 that stands for 微: not 徽菜, 徽章. */
const AFTER_WEI = "信芯心新欣x";

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
  { written: "＋", read: "加" },
  { written: "﹢", read: "加" },
  { written: "十", read: "加", before: "vwνѵ√🇻🇼微薇威徽徵彳維维葳卫q扣企🛰" },
  { written: "✚", read: "加" },
  { written: "洒", read: "酒" },
  { written: "徽", read: "微", before: AFTER_WEI },
  { written: "徵", read: "微" },
  { written: "√", read: "v" },
  { written: "∨", read: "v" },
  { written: "㐅", read: "x" },
  { written: "搏", read: "博" },
  { written: "睹", read: "赌" },
  { written: "侞", read: "信" },
];
