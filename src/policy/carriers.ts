/** A carrier that intercepts by itself what a provider may have let pass. */
export interface CarrierRule {
  readonly carrier: "telecom" | "unicom" | "mobile";
  /** Rules or categories it is about. */
  readonly about: readonly string[];
  /** Local day it began, `YYYY-MM-DD`. */
  readonly since: string;
  readonly source: string;
}

/** Lead-in information: what takes a reader elsewhere. */
const LEAD_IN = ["contact"];

export const CARRIER_RULES: readonly CarrierRule[] = [
  {
    carrier: "telecom",
    about: LEAD_IN,
    since: "2025-05-20",
    source: "百度智能云短信公告（电信引流信息拦截），2025-05",
  },
  {
    carrier: "unicom",
    about: LEAD_IN,
    since: "2025-05-01",
    source: "百度智能云短信公告（联通模板报备与引流信息拦截），2025-05",
  },
  {
    carrier: "mobile",
    about: LEAD_IN,
    since: "2025-07-10",
    source: "百度智能云短信公告（移动引流信息拦截，2025-12-05 起各省从严），2025-12",
  },
];

/** Who intercepts findings of a rule on a local day. */
export function carriersAgainst(
  rules: readonly CarrierRule[],
  rule: string,
  category: string,
  day: string,
): CarrierRule["carrier"][] {
  return rules
    .filter(
      ({ about, since }) => day >= since && (about.includes(rule) || about.includes(category)),
    )
    .map(({ carrier }) => carrier);
}
