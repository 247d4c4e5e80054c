import type { PhonePlace, PhonePlaces } from "../audience/phone-place.ts";
import { isProvince } from "../audience/region.ts";
import type { Phone } from "../ids.ts";
import type { Provider } from "./provider.ts";

/** Whether a provider serves numbers of a place. What is not known of a place is nothing against it. */
export function servesPlace({ unserved }: Pick<Provider, "unserved">, place: PhonePlace): boolean {
  if (unserved === undefined || unserved.length === 0) return true;
  const { country, province } = place;
  return !unserved.some((region) => region === country || region === province);
}

/** What of a provider decides its share of a number. */
export type Routed = Pick<Provider, "id" | "weight" | "serves" | "unserved">;

/**
 * A provider's share of a number: its weight, times what its account says of the number's carrier; 0 where it does
 * not serve it. A number of no known carrier is served wherever its prefix is.
 */
export function weightFor(
  { weight, serves, unserved = [] }: Routed,
  phone: Phone,
  places: PhonePlaces,
): number {
  if (serves?.prefixes !== undefined && !serves.prefixes.some((p) => phone.startsWith(p))) return 0;
  if (serves?.carriers === undefined && unserved.length === 0) return weight;
  const place = places.placeOf(phone);
  if (!servesPlace({ unserved }, place)) return 0;
  const { carrier } = place;
  if (serves?.carriers === undefined || carrier === undefined) return weight;
  return weight * (serves.carriers[carrier] ?? 0);
}

/** Whether one of the providers serves a number. */
export function servedBySome(
  providers: readonly Routed[],
  places: PhonePlaces,
): (phone: Phone) => boolean {
  return (phone) => providers.some((provider) => weightFor(provider, phone, places) > 0);
}

/** What keeps regions that accounts don't serve from being told: provinces, where nobody knows a number's province. */
export function servingFaults(
  providers: Iterable<Pick<Provider, "id" | "unserved">>,
  places: PhonePlaces,
): string[] {
  if (places.knowsProvinces) return [];
  return [...providers].flatMap(({ id, unserved = [] }) => {
    const provinces = unserved.filter(isProvince);
    return provinces.length === 0
      ? []
      : [
          `PHONE_PLACES_FILE: needed to tell a number's province, for provider “${id}” does not serve ${provinces.join(", ")}; docs/operating.md says where to get one`,
        ];
  });
}
