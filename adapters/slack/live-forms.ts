import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { Clock } from "../../src/clock.ts";
import type { SlackText } from "../../src/locale/slack.ts";
import { slackCode, toChatError } from "./errors.ts";

export interface FormChange {
  readonly viewId: string;
  readonly hash: string;
  /** Asks for the view to show now; `undefined` leaves it as it is. */
  readonly render: () => Promise<ModalView | undefined>;
}

interface Session {
  /** The hash of what we last put there; events sent meanwhile still carry the one before. */
  hash: string | undefined;
  shown: string | undefined;
  next: FormChange | undefined;
  busy: boolean;
  closed: boolean;
}

const MOST_SESSIONS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/**
 * Re-renders open modals as people type. One re-rendering at a time for each view, and the latest change wins: what was
 * typed while one was under way is looked at next, what came between is skipped.
 */
export class LiveForms {
  readonly #client: WebClient;
  readonly #clock: Clock;
  readonly #text: SlackText;
  readonly #sessions = new Map<string, Session>();

  constructor(client: WebClient, clock: Clock, text: SlackText) {
    this.#client = client;
    this.#clock = clock;
    this.#text = text;
  }

  opened(viewId: string, hash: string, view: ModalView): void {
    const session = this.#session(viewId);
    session.hash = hash;
    session.shown = JSON.stringify(view);
  }

  /** Submitted or closed: what is still under way no longer touches the view. */
  close(viewId: string): void {
    const session = this.#sessions.get(viewId);
    if (session === undefined) return;
    session.closed = true;
    session.next = undefined;
    this.#sessions.delete(viewId);
  }

  /** Resolves when this change was shown, skipped for a later one, or dropped because the view went on without us. */
  async changed(change: FormChange): Promise<void> {
    const session = this.#session(change.viewId);
    session.next = change;
    if (session.busy) return;
    session.busy = true;
    try {
      for (let at = take(session); at !== undefined; at = take(session))
        await this.#show(session, at);
    } finally {
      session.busy = false;
    }
  }

  async #show(session: Session, change: FormChange): Promise<void> {
    const view = await change.render();
    if (view === undefined || session.closed) return;
    const shown = JSON.stringify(view);
    if (shown === session.shown) return;
    try {
      session.hash = await this.#update(change, session.hash ?? change.hash, view);
      session.shown = shown;
    } catch (error) {
      // Somebody else's newer update won, or the person closed the view: both are how it should be.
      if (slackCode(error) === "hash_conflict" || slackCode(error) === "not_found") {
        session.hash = undefined;
        session.shown = undefined;
        return;
      }
      const failure = toChatError(error, this.#text);
      const wait = failure.code === "busy" ? (failure.retryAfterMs ?? 0) : undefined;
      if (wait === undefined || wait > LONGEST_WAIT_MS) throw failure;
      await this.#clock.sleep(wait);
      session.next ??= change;
    }
  }

  async #update(change: FormChange, hash: string, view: ModalView): Promise<string | undefined> {
    const answer = await this.#client.views.update({ view_id: change.viewId, hash, view });
    return answer.view?.hash;
  }

  #session(viewId: string): Session {
    const known = this.#sessions.get(viewId);
    if (known !== undefined) return known;
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size >= MOST_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    const session: Session = {
      hash: undefined,
      shown: undefined,
      next: undefined,
      busy: false,
      closed: false,
    };
    this.#sessions.set(viewId, session);
    return session;
  }
}

function take(session: Session): FormChange | undefined {
  const { next } = session;
  session.next = undefined;
  return session.closed ? undefined : next;
}
