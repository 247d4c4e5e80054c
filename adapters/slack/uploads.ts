import { createHash } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { Clock } from "../../src/clock.ts";
import { SLACK_TIMES } from "./limits.ts";

const uploaded = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })).min(1) })).min(1),
});

const POLL_MS = 300;
const MOST_PICTURES = 200;

export interface Destination {
  readonly channel: string;
  readonly thread?: string;
}

/** Files that we give. Errors are the SDK's. */
export class Uploads {
  readonly #client: WebClient;
  readonly #clock: Clock;
  /** Pictures already with Slack, by hash: a card edited every few seconds uploads its picture once. */
  readonly #pictures = new Map<string, string>();

  constructor(client: WebClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Shares a file in a channel or thread. The SDK would send an empty one; callers check. */
  async share(
    to: Destination,
    file: { readonly name: string; readonly content: Uint8Array; readonly note?: string },
  ): Promise<void> {
    const common = {
      channel_id: to.channel,
      filename: file.name,
      file: Buffer.from(file.content),
      ...(file.note === undefined || file.note === "" ? {} : { initial_comment: file.note }),
    };
    await this.#client.files.uploadV2(
      to.thread === undefined ? common : { ...common, thread_ts: to.thread },
    );
  }

  /** The id under which an `image` block shows the picture. Slack needs a moment to process it: this waits for that. */
  async picture(png: Uint8Array, alt: string): Promise<string> {
    const hash = createHash("sha256").update(png).digest("hex");
    const known = this.#pictures.get(hash);
    if (known !== undefined) return known;
    const answer = await this.#client.files.uploadV2({
      filename: `${hash.slice(0, 12)}.png`,
      file: Buffer.from(png),
      alt_text: alt,
    });
    const id = uploaded.parse(answer).files[0]?.files[0]?.id ?? "";
    await this.#processed(id);
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size >= MOST_PICTURES && oldest !== undefined) this.#pictures.delete(oldest);
    this.#pictures.set(hash, id);
    return id;
  }

  /** Slack lost it, or never showed it: upload it anew next time. */
  forgetPictures(): void {
    this.#pictures.clear();
  }

  /** Until then the file has no type, and a block naming it is refused as "invalid slack file". */
  async #processed(id: string): Promise<void> {
    const until = this.#clock.now() + SLACK_TIMES.fileReadyMs;
    while (this.#clock.now() < until) {
      const { file } = await this.#client.files.info({ file: id });
      if (file?.mimetype !== undefined && file.mimetype !== "") return;
      await this.#clock.sleep(POLL_MS);
    }
  }
}
