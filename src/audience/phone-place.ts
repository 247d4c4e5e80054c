import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Phone } from "../ids.ts";
import { CARRIERS, type Carrier, carrierOf } from "../policy/number-carrier.ts";
import type { Province } from "./region.ts";

/** Where a number was issued, and by whom. What is not known is undefined, and never guessed. */
export interface PhonePlace {
  readonly country: CountryCode | undefined;
  /** Of mainland numbers, where a file of number ranges says so. */
  readonly province: Province | undefined;
  /**
   * Of mainland numbers: the network they were issued on, resellers under the network they use. Their owner may have
   * taken them to another since (携号转网), which no number shows.
   */
  readonly carrier: Carrier | undefined;
}

/** Tells of numbers where they were issued. */
export interface PhonePlaces {
  /** Whether it knows provinces at all. */
  readonly knowsProvinces: boolean;
  placeOf(phone: Phone): PhonePlace;
}

/** A number of the mainland: its range's first seven digits; undefined for all others. Allocates nothing. */
export function mainlandRange(phone: Phone): number | undefined {
  if (phone.length !== 14 || !phone.startsWith("+861")) return undefined;
  let range = 0;
  for (let i = 3; i < 10; i++) range = range * 10 + phone.charCodeAt(i) - 48;
  return range;
}

const UNKNOWN: PhonePlace = { country: undefined, province: undefined, carrier: undefined };

const MAINLAND = new Map<Carrier | undefined, PhonePlace>(
  [...CARRIERS, undefined].map((carrier) => [
    carrier,
    { country: "CN", province: undefined, carrier },
  ]),
);

/** What the number alone tells: its country, and for the mainland the carrier that its prefix was given to. */
export const placesByPrefix: PhonePlaces = {
  knowsProvinces: false,
  placeOf: (phone) => {
    if (mainlandRange(phone) !== undefined) return MAINLAND.get(carrierOf(phone)) ?? UNKNOWN;
    const country = parsePhoneNumberFromString(phone)?.country;
    return country === undefined ? UNKNOWN : { ...UNKNOWN, country };
  },
};
