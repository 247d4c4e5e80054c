import type { CarrierReason } from "../../src/delivery/reason.ts";

/**
 * Codes of receipts, as Tencent lists them for the three carriers (cloud.tencent.com/document/product/382/3771 and an
 * earlier edition of it with every carrier's own codes). Bare numbers are China Unicom's (SGIP).
 */
const LISTS: Readonly<Record<CarrierReason, string>> = {
  opted_out: "MX:0012 TUIDING",
  blacklisted:
    "BWLIST BWLIST_006 TD:0001 TD:19 HD:19 MB:1077 DB:0141 DB:0164 DB:0144 DB00144 HIGRISK TC:0001 W-BLACK 69 MOBILE_BLACK",
  content_blocked: "-106 TC:0007 TE:0014 TD:0004",
  too_frequent: "MX:0003 TE:0003 MB:1042",
  unreachable: `002
    UNDELIV UNDELIVRD EXPIRED MI:0013 MN:0001 MK:0012 MK:0005 MK:0000 MN:0054 MK:0001 MK00001 MI:0024 MI:0011 MC:0151
    IC:0001 MI:0029 MI:0005 MK:0004 MI:0000 MI00000 MC:0055 MC:0055_006 MC:0055_000 MN:0059 MI:0004 MI:0020 MI0020
    MK:0029 MI:0084 MK:0024 MI:0017 MK:0015 MN:0029 IC:0151 MK:0010 MI:0055 MI:0010 MK:0017 ERR_NUM ERR_NUM_006 MI:0054
    MK:0011 MK:0008 MK:0075 MN:0022 MI:0012 MN:0012 MI:0059 MN:0050 MK:0013 MI:0056 MK:0019 IB:0064 MI00022 MN0013
    MI:0052 MK:0003 MK:0009 MB:1031 MN:0041 MK:0090 XL:169 TA:169 LT:0002
    1 4 5 10 12 13 15 18 19 20 24 27 29 31 36 43 -43 44 45 50 51 52 53 54 55 56 61 64 67 70 72 75 79 86 88 89 93 95 98
    99 -37 101 105 118 124 182 213 219`,
  unknown: `REJECTD REJECTD_006 REJECTD_706 EXPIRED_615 UNKNOWN NOROUTE TE:0002 MX:0002 TD:18 BEYONDN MN:0017
    MN:0075 IC:0015 MC00151 IC:0055 MB:1078 MN00001 ID:0013 MC:0001 MI:0081 MN:0052 IA:0073 IA:0051 MI:0008 MI:0022
    MN:0020 MI:0045 MN:0055 MI:0036 MK:0020 MK:0022 MN:0053 DB:0505 ID:0070 MA:0051 IB:0008 MI:0041 MI:0064 MI:0057
    MI:0098 MK:0036 MN:0019 MI:0030 MI:0023 MI:0002 MB:1026 MK:0055 MK:0066 IB:0009 MK:0006 MK:0053 MK:0023 MK:0045
    MA:0054 MK:0041 MK:0063 ID:0012 MK:0084 MB:0088 MI00036 MA:0073 MI:0099 MI:0089 MI:0063 MI:0090 DB:0107 IB:0255
    MA:0022 IB:0013 MA:0001 MK:0065 MN:0009 DB:0010 MK:0021 MI:0038 MK:0051 MK:0068 DB:0106 MI:0048 MK:0056 MK:0057
    MK:0088 CA:0054 IA:0054 DA:0054
    2 3 8 9 11 14 17 21 22 23 32 40 46 48 57 59 63 73 -74 -1 90 92 100 103 104 106 110 116 117 148 164 255
    UNDELIV_999 UNDELIV_713 UNDELIV_615 UNDELIV_765 UNDELIV_870 UNDELIV_899 EXPIRED_001 UNDELIV_612 UNDELIV_714
    EXPIRED_612 EXPIRED_613 EXPIRED_614 EXPIRED_617 EXPIRED_618`,
};

const REASONS: ReadonlyMap<string, CarrierReason> = new Map(
  Object.entries(LISTS).flatMap(([reason, codes]) =>
    codes.split(/\s+/u).map((code) => [code, reason as CarrierReason] as const),
  ),
);

/** Tencent's own rules for codes beside its rows: China Mobile's of the handset, and China Telecom's. */
const HANDSET = /^(?:M[NI]:|(?:UNDELIV|EXPIRED)_\d+$)/u;

/** Why a text failed, by its receipt's code. Tencent writes some codes with spaces, and some without. */
export function receiptReason(code: string): {
  readonly reason: CarrierReason;
  readonly known: boolean;
} {
  const written = code.trim().replace(/\s+_?/gu, "_");
  const reason = REASONS.get(written) ?? (HANDSET.test(written) ? "unreachable" : undefined);
  return { reason: reason ?? "unknown", known: reason !== undefined };
}

/** All codes of the lists, for the documentation's table to be checked against. */
export function knownReceipts(): string[] {
  return [...REASONS.keys()];
}
