import type { PhonePlace, PhonePlaces } from "../audience/phone-place.ts";
import { isProvince } from "../audience/region.ts";
import type { Phone, ProviderId } from "../ids.ts";
import type { Provider } from "./provider.ts";
import { createRouter } from "./routing.ts";

/** Whether a provider serves numbers of a place. What is not known of a place is nothing against it. */
export function servesPlace({ unserved }: Pick<Provider, "unserved">, place: PhonePlace): boolean {
  if (unserved === undefined || unserved.length === 0) return true;
  const { country, province } = place;
  return !unserved.some((region) => region === country || region === province);
}

/** Whether one of the providers serves a number. */
export function servedBySome(
  providers: readonly Provider[],
  places: PhonePlaces,
): (phone: Phone) => boolean {
  if (providers.some(({ unserved = [] }) => unserved.length === 0)) return () => true;
  return (phone) => {
    const place = places.placeOf(phone);
    return providers.some((provider) => servesPlace(provider, place));
  };
}

/**
 * Hands out each number among the providers that serve it, in proportion to their weights: the numbers that the same
 * providers serve are shared out among themselves. Undefined for a number that none of them serves.
 */
export function createServingRouter(
  providers: readonly Provider[],
  places: PhonePlaces,
): (phone: Phone) => ProviderId | undefined {
  if (providers.every(({ unserved = [] }) => unserved.length === 0)) return createRouter(providers);
  const routers = new Map<string, () => ProviderId>();
  return (phone) => {
    const place = places.placeOf(phone);
    const serving = providers.filter((provider) => servesPlace(provider, place));
    if (serving.length === 0) return undefined;
    const who = serving.map(({ id }) => id).join(" ");
    let route = routers.get(who);
    if (route === undefined) {
      route = createRouter(serving);
      routers.set(who, route);
    }
    return route();
  };
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
