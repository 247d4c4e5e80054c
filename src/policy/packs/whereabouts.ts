/** What follows a place that only tells where something else is. */
const AFTER =
  "旁 旁边 边上 对面 斜对面 正对面 隔壁 附近 楼上 楼下 一楼 二楼 三楼 负一楼 门口 路口 路店 站 地铁站 东侧 西侧 南侧 北侧 东门 西门 南门 北门 后面 前面 往东 往西 往南 往北 路上 同楼 背后 家属院 宿舍 大院 大楼 小区 院内 家属楼 老楼 旧址 公交站 停车场".split(
    " ",
  );
/** What stands before it. */
const BEFORE =
  "对面是 对面就是 隔壁是 隔壁就是 旁边是 旁边就是 紧邻 毗邻 靠近 临近 挨着 紧挨 路过 背靠".split(
    " ",
  );

/**
 * Places as they stand in an address: 移动营业厅对面, 紧邻人民医院. Only the place itself is harmless there, not what the
 * sentence goes on to sell.
 */
export function whereabouts(places: string): string[] {
  return places
    .trim()
    .split(/\s+/)
    .flatMap((place) => [
      ...AFTER.flatMap((after) => [place + after, `${place}的${after}`]),
      ...BEFORE.map((before) => before + place),
    ]);
}
