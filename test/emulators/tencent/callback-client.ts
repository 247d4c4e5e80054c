import { setTimeout } from "node:timers/promises";

/** How Tencent calls back. How often it tries again is not published: here as often as there are pauses. */
export class CallbackClient {
  pauses: readonly number[] = [20, 40, 60];
  /** Calls back with each body twice. */
  twice = false;

  async post(url: string, body: object) {
    if (this.twice) await this.#try(url, body);
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#try(url, body);
      const pause = this.pauses[tries];
      if (answer.taken || pause === undefined) return answer;
      await setTimeout(pause);
    }
  }

  async #try(url: string, content: object) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(content),
      });
      const body = await response.text();
      return { status: response.status, body, taken: response.ok && hasResult(body) };
    } catch {
      return { status: 0, body: "", taken: false };
    }
  }
}

function hasResult(body: string): boolean {
  try {
    return (JSON.parse(body) as { result?: unknown }).result === 0;
  } catch {
    return false;
  }
}
