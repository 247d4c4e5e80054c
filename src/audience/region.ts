import { getCountries, isSupportedCountry } from "libphonenumber-js/max";
import { z } from "zod";

/** The mainland's provinces by ISO 3166-2:CN, with the names that number ranges are listed under. */
export const PROVINCES = {
  "CN-11": "北京",
  "CN-12": "天津",
  "CN-13": "河北",
  "CN-14": "山西",
  "CN-15": "内蒙古",
  "CN-21": "辽宁",
  "CN-22": "吉林",
  "CN-23": "黑龙江",
  "CN-31": "上海",
  "CN-32": "江苏",
  "CN-33": "浙江",
  "CN-34": "安徽",
  "CN-35": "福建",
  "CN-36": "江西",
  "CN-37": "山东",
  "CN-41": "河南",
  "CN-42": "湖北",
  "CN-43": "湖南",
  "CN-44": "广东",
  "CN-45": "广西",
  "CN-46": "海南",
  "CN-50": "重庆",
  "CN-51": "四川",
  "CN-52": "贵州",
  "CN-53": "云南",
  "CN-54": "西藏",
  "CN-61": "陕西",
  "CN-62": "甘肃",
  "CN-63": "青海",
  "CN-64": "宁夏",
  "CN-65": "新疆",
} as const;
export type Province = keyof typeof PROVINCES;

/** A region as an operator writes it: a country by ISO 3166-1 (`US`), or a province of the mainland (`CN-65`). */
export const regionSchema = z
  .string()
  .refine((code) => isProvince(code) || isSupportedCountry(code), {
    error: ({ input }) => regionFault(String(input)),
  });

export function isProvince(code: string): code is Province {
  return Object.hasOwn(PROVINCES, code);
}

/** The province of a name such as 新疆; undefined when it is none. */
export function provinceNamed(name: string): Province | undefined {
  return (Object.keys(PROVINCES) as Province[]).find((code) => PROVINCES[code] === name);
}

/** What to write instead of what is no region. */
function regionFault(written: string): string {
  const meant = regionMeant(written.trim());
  if (meant !== undefined) return `“${written}” is no region: write ${meant} for it`;
  const provinces = Object.entries(PROVINCES).map(([code, name]) => `${code} ${name}`);
  return `“${written}” is no region: write a country as in ISO 3166 (US, HK, MO, TW; CN is the whole mainland) or a province of the mainland: ${provinces.join(", ")}`;
}

/** The region that someone meant who wrote 新疆维吾尔自治区, cn-65, 美国 or United States. */
function regionMeant(written: string): string | undefined {
  const upper = written.toUpperCase();
  const special = /^(?:CN-)?(?:(HK|91|香港)|(MO|92|澳门)|(TW|71|台湾))(?:省|特别行政区)?$/u.exec(
    upper,
  );
  if (special !== null) return special[1] ? "HK" : special[2] ? "MO" : "TW";
  if (isProvince(upper) || isSupportedCountry(upper)) return upper;
  const province = Object.entries(PROVINCES).find(([, name]) => written.startsWith(name));
  return province?.[0] ?? countryNamed(upper);
}

function countryNamed(upper: string): string | undefined {
  const names = ["en", "zh-CN"].map((tag) => new Intl.DisplayNames(tag, { type: "region" }));
  return getCountries().find((code) =>
    names.some((inLanguage) => inLanguage.of(code)?.toUpperCase() === upper),
  );
}
