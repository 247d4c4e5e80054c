import type { ProviderId } from "../ids.ts";
import type { PolicyReport } from "../policy/finding.ts";
import type { Provider } from "./provider.ts";

/** The providers that take a text, by the policy's verdict: those with a share that don't block it. */
export function eligibleProviders(
  providers: Iterable<Provider>,
  report: PolicyReport,
): readonly Provider[] {
  return [...providers].filter(
    (provider) => provider.weight > 0 && report.providers[provider.id] !== "block",
  );
}

/**
 * Hands out recipients to providers in proportion to their weights, evenly mixed (smooth weighted round robin),
 * so that a stop after any number of them leaves the shares right.
 */
export function createRouter(providers: readonly Provider[]): () => ProviderId {
  const lanes = providers.map((provider) => ({
    id: provider.id,
    weight: provider.weight,
    lead: 0,
  }));
  const total = lanes.reduce((sum, lane) => sum + lane.weight, 0);
  return () => {
    let best = lanes[0];
    for (const lane of lanes) {
      lane.lead += lane.weight;
      if (best === undefined || lane.lead > best.lead) best = lane;
    }
    if (best === undefined) throw new Error("no provider takes this text");
    best.lead -= total;
    return best.id;
  };
}
