import type { Logger } from "pino";
import type { GlobalSuppressions } from "./audience/global-suppressions.ts";
import type { PhonePlaces } from "./audience/phone-place.ts";
import type { Clock } from "./clock.ts";
import type { Provider } from "./delivery/provider.ts";
import type { ProviderId } from "./ids.ts";
import type { Policy } from "./policy/contract.ts";
import type { Collections } from "./store/collections.ts";
import type { Timings } from "./timings.ts";
import type { Wake } from "./wake.ts";

/** What the parts of the core share. Made once, in the composition root; nothing in it is global. */
export interface Core {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Collections;
  readonly providers: ReadonlyMap<ProviderId, Provider>;
  readonly policy: Policy;
  /** Tells a number's country, province and carrier. */
  readonly places: PhonePlaces;
  /** Whom nobody on this installation may send to. */
  readonly globalSuppressions: GlobalSuppressions;
  readonly timings: Timings;
  /** Names this process in leases: unique per start. */
  readonly instance: string;
  /** Rung when a lane may have something to send. */
  readonly lanes: Wake;
  /** Rung when a message in a chat may be out of date. */
  readonly outbox: Wake;
  /** Rung when a job may be due. */
  readonly jobs: Wake;
}
