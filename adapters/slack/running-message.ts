import type { WebClient } from "@slack/web-api";
import type { RunningPlace } from "../../src/chat/running-card.ts";
import { renderCard } from "./card-blocks.ts";

/** A message in a channel for as long as something lasts. */
export function runningMessage(client: WebClient, channel: string): RunningPlace {
  let ts: string | undefined;
  return {
    show: async (card) => {
      const message = renderCard(card, { surface: "message" });
      if (ts !== undefined) await client.chat.update({ channel, ts, ...message });
      else ts = (await client.chat.postMessage({ channel, ...message })).ts;
    },
    remove: async () => {
      if (ts !== undefined) await client.chat.delete({ channel, ts });
    },
  };
}
