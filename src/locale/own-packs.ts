import { catalog } from "./catalog.ts";

/** What is said of rule packs that an operator wrote. */
export const ownPacksText = catalog(
  {
    notRight: "自定义规则包有误（写法见 docs/policy.md）：",
    noFolder: (code: string) => `读不到这个文件夹（${code}）；检查 POLICY_DIR，不需要就不要设置`,
    notUtf8: "不是 UTF-8 编码的文本，请另存为 UTF-8",
    notJson: (detail: string) => `不是有效的 JSON：${detail}`,
    words: "应为词语：一段用空格隔开的文字，或文字的列表",
    ruleTwice: (id: string, other: string) => `规则“${id}”已经写在 ${other} 里，只能写一次`,
    formRule: (id: string) =>
      `“${id}”是格式检查，不能改写；可以写进 off 关掉，或在 profiles 的 weights 里改轻重`,
    profileTwice: (id: string, other: string) =>
      `服务商规则“${id}”已经写在 ${other} 里，只能写一次`,
    seeksNothing: "什么也不查：至少要有 terms、patterns 或 sounds",
    unknownRule: (id: string) => `没有“${id}”这条规则；规则名见检查结果里的 rule`,
    offAndThere: (id: string) => `“${id}”既关掉又自己写了一条，只留一样`,
    unknownProfile: (id: string, known: readonly string[]) =>
      `没有“${id}”这个服务商规则；有：${known.join("、")}`,
    unknownWeight: (id: string, categories: readonly string[]) =>
      `“${id}”既不是规则名，也不是类别；类别有：${categories.join("、")}`,
    likeItself: (id: string) => `“${id}”绕回来照着自己写了`,
    unknownPlaceholder: (word: string) =>
      `“${word}”里的尖括号没有意义；可用 <link> <email> <mobile> <hotline> <number> <amount> <one>，<id> 要单独成词`,
    emptyWord: (word: string) => `“${word}”里没有文字或数字，查不到`,
    longWord: (word: string, most: number) => `“${word}”太长，最多 ${most} 个字`,
  },
  {
    notRight: "your own rule packs are not right (docs/policy.md says how to write them):",
    noFolder: (code) => `this folder can't be read (${code}); check POLICY_DIR, or leave it unset`,
    notUtf8: "is not UTF-8 text: save it as UTF-8",
    notJson: (detail) => `is no JSON: ${detail}`,
    words: "expected words: one text with spaces between them, or a list of texts",
    ruleTwice: (id, other) => `the rule “${id}” is already in ${other}: write it once`,
    formRule: (id) =>
      `“${id}” is a check of form and can't be written anew: switch it off in "off", or weigh it in a profile's weights`,
    profileTwice: (id, other) => `the profile “${id}” is already in ${other}: write it once`,
    seeksNothing: "looks for nothing: expected terms, patterns or sounds",
    unknownRule: (id) => `there is no rule “${id}”; a finding says the id of its rule`,
    offAndThere: (id) => `“${id}” is switched off and written anew: keep one`,
    unknownProfile: (id, known) => `there is no profile “${id}”, only ${known.join(", ")}`,
    unknownWeight: (id, categories) =>
      `“${id}” is neither a rule nor a category; categories: ${categories.join(", ")}`,
    likeItself: (id) => `“${id}” comes round to being like itself`,
    unknownPlaceholder: (word) =>
      `“${word}” holds brackets that stand for nothing; there are <link> <email> <mobile> <hotline> <number> <amount> <one>, and <id> as a word by itself`,
    emptyWord: (word) => `“${word}” has no letter or digit to look for`,
    longWord: (word, most) => `“${word}” is too long: at most ${most} characters`,
  },
);
