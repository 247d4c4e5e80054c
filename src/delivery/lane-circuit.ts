import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { admits, afterCall, type Call, type Circuit, CLOSED } from "./circuit.ts";
import { finishIfSent } from "./finish.ts";
import type { LaneDoc } from "./lane-lease.ts";
import type { Provider } from "./provider.ts";
import { leaveCampaign, takeShare } from "./reroute.ts";

/**
 * Keeps a lane's circuit: the calls of the last minute in memory, an open circuit in the lane's document, where a next
 * owner, other lanes, the cards and the operator find it.
 */
export class LaneCircuit {
  readonly #core: Core;
  readonly #provider: Provider;
  #circuit: Circuit = CLOSED;

  constructor(core: Core, provider: Provider) {
    this.#core = core;
    this.#provider = provider;
  }

  /** Takes over where the lane's last owner left it. */
  load({ circuit }: LaneDoc): void {
    this.#circuit = circuit == null ? CLOSED : { state: "open", ...circuit };
  }

  admits(): "all" | "probe" | "none" {
    return admits(this.#circuit, this.#core.clock.now());
  }

  /** Notes what a call showed. Opened, the lane stands aside; closed again, it takes its share of what is left. */
  async heard(call: Omit<Call, "at">): Promise<void> {
    const before = this.#circuit;
    const after = afterCall(before, { ...call, at: this.#core.clock.now() });
    this.#circuit = after;
    const { log } = this.#core;
    const provider = this.#provider.id;
    if (after.state === "open") {
      const { since, until, backOff, why } = after;
      await this.#store({ since, until, backOff, why });
      if (before.state === "closed") {
        log.error({ provider, why, until }, "a provider's circuit opens: others take its people");
        await this.#refreshCards();
      }
    } else if (before.state === "open") {
      await this.#store(null);
      const { since } = before;
      log.info({ provider, since }, "a provider's circuit closes: it takes its share again");
      await takeShare(this.#core, this.#provider);
      await this.#refreshCards();
    }
  }

  /** While it is open: whoever is pending here goes to others that take the text, and what is done is finished. */
  async standAside(): Promise<void> {
    const { store } = this.#core;
    const { id: provider } = this.#provider;
    for (const campaign of await store.campaigns.find({ state: "sending", lanes: provider })) {
      const pending = { campaignId: campaign._id, state: "pending", provider };
      const someone = await store.recipients.findOne(pending);
      if (someone === undefined) await finishIfSent(this.#core, campaign);
      else await leaveCampaign(this.#core, this.#provider, campaign, undefined);
    }
  }

  async #store(circuit: LaneDoc["circuit"] & (object | null)): Promise<void> {
    const { lanes } = this.#core.store;
    await lanes.updateOne({ _id: this.#provider.id }, { $set: { circuit } });
  }

  async #refreshCards(): Promise<void> {
    const shown = { state: "sending", lanes: this.#provider.id };
    for (const { _id } of await this.#core.store.campaigns.find(shown)) {
      await refreshCampaign(this.#core, _id);
    }
  }
}
