import type { ModalView } from "@slack/types";
import type { Locale } from "../../src/locale/locale.ts";
import { slackText } from "../../src/locale/slack.ts";
import { plain, renderNotice } from "./card-blocks.ts";

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
