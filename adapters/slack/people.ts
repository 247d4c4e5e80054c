import type { WebClient } from "@slack/web-api";
import type { ChatIdentity } from "../../src/chat/invocation.ts";
import type { Clock } from "../../src/clock.ts";
import { SLACK_TIMES } from "./limits.ts";

interface Known {
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly at: number;
}

const MOST = 5_000;

/** Who a user id is. Payloads carry a handle only: the shown name and the language are asked for once an hour. */
export class People {
  readonly #client: WebClient;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(client: WebClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Never fails and never holds up an answer for long: without Slack's word the payload's name stands. */
  async identify(workspace: string, userId: string, handle: string): Promise<ChatIdentity> {
    const known = this.#fresh(userId) ?? (await this.#ask(userId));
    return {
      platform: "slack",
      workspace,
      userId,
      displayName: known?.name ?? handle,
      ...(known?.language === undefined ? {} : { language: known.language }),
    };
  }

  #fresh(userId: string): Known | undefined {
    const known = this.#known.get(userId);
    if (known === undefined || this.#clock.now() - known.at > SLACK_TIMES.peopleTtlMs)
      return undefined;
    return known;
  }

  async #ask(userId: string): Promise<Known | undefined> {
    const answered = new AbortController();
    const late = this.#clock.sleep(SLACK_TIMES.peopleWaitMs, answered.signal).then(() => undefined);
    const known = await Promise.race([this.#lookUp(userId), late]);
    answered.abort();
    return known;
  }

  async #lookUp(userId: string): Promise<Known | undefined> {
    try {
      const { user } = await this.#client.users.info({ user: userId, include_locale: true });
      const name = [user?.profile?.display_name, user?.real_name, user?.name].find(
        (n) => n !== undefined && n !== "",
      );
      const known = { name, language: user?.locale, at: this.#clock.now() };
      const [oldest] = this.#known.keys();
      if (this.#known.size >= MOST && oldest !== undefined) this.#known.delete(oldest);
      this.#known.set(userId, known);
      return known;
    } catch {
      return undefined;
    }
  }
}
