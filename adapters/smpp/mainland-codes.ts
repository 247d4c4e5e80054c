import type { CarrierReason } from "../../src/delivery/reason.ts";

/**
 * Codes that the mainland's carriers and gateways put where SMPP has `stat` or `err`, as their customers' published
 * tables explain them (Tencent Cloud's callback codes, Submail, Huawei MSGSMS, China Mobile's gateway list).
 */
const EXACT: Readonly<Record<CarrierReason, readonly string[]>> = {
  opted_out: ["MX:0012", "UNSUBSCRIBE"],
  blacklisted:
    `MB:1077 DB:0141 DB:0164 DB:0144 DB00144 TC:0001 TD:0001 TD:19 HD:19 MX:0013 W-BLACK BWLIST HIGRISK
    BLACK BLOCKED PUBLOKD TDBLACK TSBLACK MBBLACK`.split(/\s+/u),
  content_blocked:
    `TC:0007 TE:0014 TD:0004 ID:0076 CJ:0007 CJ:0008 DB0119 MA:0002 KEYWORD KEYWORDS SIGNBLOCKED
    SIGFAIL QM_FAIL`.split(/\s+/u),
  too_frequent:
    `MX:0003 TE:0003 MB:1042 BEYONDM BEYONDH BEYONDD BEYONDN MILIMIT LIMIT CTLIMIT DISTURB`.split(
      /\s+/u,
    ),
  unreachable:
    `CB:0001 CB:0053 CB:0007 DB:0101 DB:0102 IC:0001 IC:0151 MC:0055 MC:0151 MB:1031 XL:169 TA:169
    PHONEERR GUNDELIV NONCHN ERR_NUM`.split(/\s+/u),
  unknown: ["NOROUTE", "DB:0505", "DB:0107", "DB:0010", "DB:0106"],
};

/** Whole families: the handset's (MK, MN, MI), and faults of links and platforms inside the carrier. */
const FAMILIES: readonly (readonly [RegExp, CarrierReason])[] = [
  [/^M[KNI]:?\d{4}$/u, "unreachable"],
  [/^(?:CA|CB|DA|IA|IB|IC|ID|MA|MC):?\d{4}$/u, "unknown"],
];

const BY_CODE: ReadonlyMap<string, CarrierReason> = new Map(
  Object.entries(EXACT).flatMap(([reason, codes]) =>
    codes.map((code) => [code, reason as CarrierReason] as const),
  ),
);

/** The reason behind a mainland carrier's code; undefined when it is none that is known. */
export function mainlandReason(code: string): CarrierReason | undefined {
  return BY_CODE.get(code) ?? FAMILIES.find(([family]) => family.test(code))?.[1];
}
