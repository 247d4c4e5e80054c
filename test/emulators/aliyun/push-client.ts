import { setTimeout } from "node:timers/promises";

/** How Aliyun pushes: again after three pauses, and never after; only whether `code` is a number counts. */
export class PushClient {
  /** The pauses, in ms; Aliyun's own are 1, 5 and 10 minutes. */
  pauses: readonly number[] = [20, 40, 60];
  /** Pushes each array twice. */
  twice = false;

  async post(url: string, rows: readonly object[], headers: Readonly<Record<string, string>> = {}) {
    if (this.twice) await this.#try(url, rows, headers);
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#try(url, rows, headers);
      const pause = this.pauses[tries];
      if (answer.taken || pause === undefined) return answer;
      await setTimeout(pause);
    }
  }

  async #try(url: string, rows: readonly object[], headers: Readonly<Record<string, string>>) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json;charset=UTF-8", ...headers },
        body: JSON.stringify(rows),
      });
      const body = await response.text();
      return { status: response.status, body, taken: response.status === 200 && hasCode(body) };
    } catch {
      return { status: 0, body: "", taken: false };
    }
  }
}

function hasCode(body: string): boolean {
  try {
    return typeof (JSON.parse(body) as { code?: unknown }).code === "number";
  } catch {
    return false;
  }
}
