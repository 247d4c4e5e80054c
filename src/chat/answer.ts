import type { Card, Tone } from "./card.ts";
import type { Form } from "./form.ts";

/** What a command, button or form answers the person who used it. */
export type Answer =
  /** Already said elsewhere (a live card was posted or changed). */
  | { readonly kind: "nothing" }
  /** One line: an ephemeral message in Slack; in Telegram a toast for a button, else a reply. */
  | { readonly kind: "notice"; readonly tone: Tone; readonly text: string }
  /** A card for this person (Slack: ephemeral; Telegram: a reply in the chat). */
  | { readonly kind: "card"; readonly card: Card }
  | { readonly kind: "form"; readonly form: Form }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly content: Uint8Array;
      readonly note: string;
    };

/** What submitting a form gives: faults by field name (the form stays open, nothing is lost), or an answer. */
export type FormOutcome =
  | { readonly kind: "faults"; readonly faults: Readonly<Record<string, string>> }
  | { readonly kind: "done"; readonly answer: Answer };
