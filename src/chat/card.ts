/** What a chat can show, without a chat's name. Adapters render it; what they can't show they degrade visibly. */

/** Text with emphasis. A plain string is literal: adapters escape it. `mark` points at an offending place in a text. */
export type Span =
  | string
  | { readonly text: string; readonly style: "bold" | "italic" | "code" | "mark" | "strike" };
export type Rich = readonly Span[];

export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

/**
 * A button. `id` names a handler (`campaign.approve`), `args` say on what: short strings without `|`
 * (all of `id|arg|arg` fits Telegram's 64 bytes; the renderer throws otherwise).
 * A disabled one is shown grey; pressed, it answers with its reason.
 */
export interface Action {
  readonly id: string;
  readonly args: readonly string[];
  readonly label: string;
  readonly style?: "primary" | "danger";
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly ok: string;
    readonly cancel: string;
  };
  readonly disabled?: string;
}

export type Section =
  | { readonly kind: "text"; readonly text: Rich }
  /** A block set apart: the SMS as it will arrive. */
  | { readonly kind: "quote"; readonly text: Rich }
  | { readonly kind: "list"; readonly title?: string; readonly items: readonly Rich[] }
  | {
      readonly kind: "table";
      readonly title?: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export interface Card {
  readonly title: string;
  readonly tone: Tone;
  /** Label and value pairs, shown side by side where the chat can. */
  readonly fields?: readonly { readonly label: string; readonly value: string }[];
  readonly progress?: { readonly done: number; readonly total: number; readonly label: string };
  readonly sections?: readonly Section[];
  readonly image?: { readonly png: Uint8Array; readonly alt: string };
  readonly actions?: readonly Action[];
  readonly footer?: string;
}
