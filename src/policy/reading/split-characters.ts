/** Characters written as two halves, each followed by the halves: only those that the packs' terms are made of. */
export const SPLIT_CHARACTERS = `
信亻言 信イ言 微彳攵 微彳敳 添氵忝 加力口 群君羊 扣扌口 好女子 号口丂
话讠舌 活氵舌 流氵㐬 量旦里 移禾多 动云力 通辶甬 联耳关 充亠允 优亻尤 优イ尤
贷代贝 款士示 借亻昔 息自心 利禾刂 股月殳 票覀示 期其月 货化贝 投扌殳 财贝才 额客页 炒火少 赌贝者 赚贝兼
理王里 保亻呆 险阝佥 证讠正 课讠果 训讠川 教孝攵 培土咅 学⺍子 校木交 辅车甫 讲讠井 语讠吾 读讠卖
酒氵酉 洒氵西 啤口卑 烟火因 醇酉享 酿酉良 茅艹矛 白丿日
药艹约 疗疒了 医匚矢 博十尃 彩采彡 购贝勾 楼木娄 盘舟皿 招扌召 聘耳甹 职耳只 约纟勺 私禾厶
`;
