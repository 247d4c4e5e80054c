import type { Locale } from "../locale/locale.ts";
import type { Rich, Tone } from "./card.ts";

/** A remark on a field or form, shown near it while the person types. */
export interface Notice {
  readonly tone: Tone;
  readonly text: Rich;
}

interface FieldBase {
  /** Key of the value; `[a-z_]+`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  /** Optional and seldom needed: where fields are asked one at a time it is not asked, but offered at the end. */
  readonly aside?: boolean;
  readonly notices?: readonly Notice[];
}

export type Field = FieldBase &
  (
    | {
        readonly kind: "text";
        readonly multiline?: boolean;
        readonly maxLength?: number;
        readonly initial?: string;
        readonly placeholder?: string;
        /** Ask the handler again on every change (Slack: as one types; Telegram: after each message). */
        readonly live?: boolean;
        /** Another wording that a button puts in place of what was typed; a live field only. */
        readonly offer?: { readonly label: string; readonly text: string };
      }
    | {
        readonly kind: "choice";
        readonly options: readonly { readonly value: string; readonly label: string }[];
        readonly initial?: string;
        readonly live?: boolean;
      }
    | { readonly kind: "file"; readonly extensions: readonly string[] }
    /** A moment, in the merchant's time zone. `initial` in epoch milliseconds. */
    | { readonly kind: "time"; readonly initial?: number; readonly timeZone: string }
  );

/** A question with several fields: a modal in Slack, one field at a time in Telegram. */
export interface Form {
  /** Names the handler. */
  readonly id: string;
  /** The language of the form's texts, for what the chat itself adds (skip, cancel, wrong kind of answer). */
  readonly locale: Locale;
  /** Opaque state of the handler, at most 200 characters, returned with every event. */
  readonly ref: string;
  /** At most 24 characters (Slack's modal title). */
  readonly title: string;
  readonly submit: string;
  readonly cancel: string;
  readonly fields: readonly Field[];
  readonly notices?: readonly Notice[];
}

/** A file a person gave, not yet read. `open` streams its bytes; it throws `ChatError` when the chat can't give it. */
export interface IncomingFile {
  readonly name: string;
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

export type FieldValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "choice"; readonly value: string }
  | { readonly kind: "file"; readonly files: readonly IncomingFile[] }
  | { readonly kind: "time"; readonly at: number };

/** What was entered so far, by field name. A missing key means: not said (in a `change`, unchanged since last). */
export type FormValues = Readonly<Record<string, FieldValue>>;
