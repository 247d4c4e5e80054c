import type { PhonePlaces } from "../audience/phone-place.ts";
import type { Phone, ProviderId } from "../ids.ts";
import type { PolicyReport } from "../policy/finding.ts";
import type { Provider } from "./provider.ts";
import { type Routed, weightFor } from "./serving.ts";

/** The providers that take a text, by the policy's verdict: those with a share that don't block it. */
export function eligibleProviders(
  providers: Iterable<Provider>,
  report: PolicyReport,
): readonly Provider[] {
  return [...providers].filter(
    (provider) => provider.weight > 0 && report.providers[provider.id] !== "block",
  );
}

/** Names the provider of the next number; undefined when none serves it. `except` takes it not again. */
export type Route = (phone: Phone, except?: ProviderId) => ProviderId | undefined;

/**
 * Hands out recipients to providers in proportion to their weights, evenly mixed (smooth weighted round robin), so
 * that a stop after any number of them leaves the shares right. Numbers that weigh alike at every provider, those of
 * one carrier as a rule, are shared out among themselves.
 */
export function createRouter(providers: readonly Routed[], places: PhonePlaces): Route {
  const wheels = new Map<string, () => ProviderId | undefined>();
  return (phone, except) => {
    const weights = providers.map((provider) =>
      provider.id === except ? 0 : weightFor(provider, phone, places),
    );
    const alike = weights.join(" ");
    let wheel = wheels.get(alike);
    if (wheel === undefined) {
      wheel = createWheel(providers, weights);
      wheels.set(alike, wheel);
    }
    return wheel();
  };
}

function createWheel(
  providers: readonly Routed[],
  weights: readonly number[],
): () => ProviderId | undefined {
  const lanes = providers.flatMap(({ id }, i) => {
    const weight = weights[i] ?? 0;
    return weight > 0 ? [{ id, weight, lead: 0 }] : [];
  });
  const total = lanes.reduce((sum, lane) => sum + lane.weight, 0);
  return () => {
    let best = lanes[0];
    for (const lane of lanes) {
      lane.lead += lane.weight;
      if (best === undefined || lane.lead > best.lead) best = lane;
    }
    if (best === undefined) return undefined;
    best.lead -= total;
    return best.id;
  };
}
