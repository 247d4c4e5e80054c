/**
 * The characters that ordinary sentences are made of: one of them in place of another that sounds alike is chance, not
 * a disguise, unless the pair is known.
 */
export const COMMON_CHARACTERS =
  "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔每亲请收买价店卖送享折满客惠快早晚周节元欢迎年货家装款套件";

/**
 * Pairs that are known as disguises, common or not: what is meant, and what is written instead.
 * From the variants that providers name (Volcengine 威信, 七牛) and that filters list.
 */
export const KNOWN_SOUNDALIKES =
  "微薇威维葳卫唯巍 信心芯新欣鑫辛 加家佳嘉 贷代带袋黛戴 款宽 酒久九玖灸韭 扣抠蔻寇 赌堵 博勃 彩采菜 股古骨 票漂飘 台苔胎 茅矛 炒吵 群裙 发法 理里 财才材 息西 招昭 职直 投头 资姿";
