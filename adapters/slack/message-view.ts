import type { ModalView } from "@slack/types";
import type { Card } from "../../src/chat/card.ts";
import type { Locale } from "../../src/locale/locale.ts";
import { slackText } from "../../src/locale/slack.ts";
import { plain, renderCard, renderNotice } from "./card-blocks.ts";

/** A modal with nothing to fill in. Closing it tells nobody. */
export function messageView(
  title: string,
  locale: Locale,
  what: "gone" | "working" | { readonly done: string | undefined },
): ModalView {
  const text = slackText[locale];
  const said =
    what === "gone"
      ? text.gone
      : what === "working"
        ? text.working.text
        : (what.done ?? text.working.done);
  return {
    type: "modal",
    callback_id: "qunfa.message",
    title: plain(title),
    close: plain(text.close),
    blocks: renderNotice("neutral", said).blocks,
  };
}

/** A modal that shows how what was submitted is going. Closing it stops nothing. */
export function runningView(title: string, locale: Locale, card: Card): ModalView {
  const working = messageView(title, locale, "working");
  return {
    ...working,
    blocks: [...renderCard(card, { surface: "ephemeral" }).blocks, ...working.blocks],
  };
}
