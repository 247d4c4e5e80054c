import type { Phone } from "../ids.ts";

/** The carriers of the mainland. */
export const CARRIERS = ["mobile", "unicom", "telecom", "broadnet"] as const;
export type Carrier = (typeof CARRIERS)[number];

/**
 * Number ranges by the carrier they were given to, resellers under the network they run on: those in the carrier data of
 * Google's libphonenumber (resources/carrier/zh/86.txt, read in November 2026) as it has them, and what it lacks of the
 * ranges for things (140, 141, 144) and Broadnet's 192.
 * A longer range wins over the shorter one it lies in.
 */
const RANGES: Readonly<Record<Carrier, string>> = {
  mobile:
    "134 135 136 137 138 139 144 147 148 150 151 152 157 158 159 165 1703 1705 1706 172 178 182 183 184 187 188 195 197 198",
  unicom: "130 131 132 140 145 146 155 156 166 167 1704 1707 1708 1709 171 175 176 185 186 196",
  telecom: "133 1349 141 149 153 162 1700 1701 1702 173 174 177 180 181 189 190 191 193 199",
  broadnet: "192",
};

const CARRIER_OF = new Map<string, Carrier>(
  CARRIERS.flatMap((carrier) =>
    RANGES[carrier].split(" ").map((range): [string, Carrier] => [range, carrier]),
  ),
);

/**
 * The carrier that a mainland number was issued by; undefined for others. Its owner may have taken the number to
 * another carrier since (携号转网), which nobody can see from the number: right for shares, not for certainties.
 */
export function carrierOf(phone: Phone): Carrier | undefined {
  if (!/^\+861\d{10}$/u.test(phone)) return undefined;
  return CARRIER_OF.get(phone.slice(3, 7)) ?? CARRIER_OF.get(phone.slice(3, 6));
}
