import { randomBytes } from "node:crypto";
import type { Delivery } from "./delivery.ts";
import { event } from "./payloads.ts";
import type { EmulatedMessage, Workspace } from "./workspace.ts";

/** Tells the app about every file that appears in a channel, its own included: Slack does. */
export class FileEvents {
  readonly #workspace: Workspace;
  readonly #delivery: Delivery;
  readonly #underway = new Set<Promise<unknown>>();

  constructor(workspace: Workspace, delivery: Delivery) {
    this.#workspace = workspace;
    this.#delivery = delivery;
  }

  announce(message: EmulatedMessage): void {
    for (const file of message.files) {
      const sent = this.#delivery.event(
        event(this.#workspace, `Ev${randomBytes(5).toString("hex").toUpperCase()}`, {
          type: "file_shared",
          file_id: file.id,
          user_id: message.author,
          file: { id: file.id },
          channel_id: message.channel,
          event_ts: this.#workspace.nextTs(),
        }),
      );
      this.#underway.add(sent);
      void sent.finally(() => this.#underway.delete(sent));
    }
  }

  /** Resolves when every event so far was acknowledged or given up. */
  async settled(): Promise<void> {
    await Promise.all([...this.#underway]);
  }
}
