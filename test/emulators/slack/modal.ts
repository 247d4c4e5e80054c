import { randomBytes } from "node:crypto";
import type { InputBlock, InputElement, View } from "./block-schema.ts";
import { SLACK_RULES as R } from "./limits.ts";

/** What a person entered into one input, in the shape of `view.state.values`. */
export type Entered =
  | { readonly type: "plain_text_input"; readonly value: string | null }
  | {
      readonly type: "static_select";
      readonly selected_option: { text: object; value: string } | null;
    }
  | { readonly type: "datetimepicker"; readonly selected_date_time: number | null }
  | { readonly type: "file_input"; readonly files: readonly object[] };

export interface OpenView {
  readonly id: string;
  readonly person: string;
  readonly previous: string | null;
  readonly root: string;
  view: View;
  hash: string;
  /** What was touched, by `block_id` then `action_id`. */
  touched: Map<string, { readonly action: string; readonly entered: Entered }>;
  /** Red lines under inputs, by block_id: from the app or Slack's own checks. */
  errors: Readonly<Record<string, string>>;
  /** "We had some trouble connecting": the app did not answer the submission. */
  failure: string | undefined;
  updates: number;
}

/** The modals one person has open, the top one last. */
export class ModalStack {
  readonly open: OpenView[] = [];
  #count = 0;

  get top(): OpenView | undefined {
    return this.open.at(-1);
  }

  push(person: string, view: View, now: number): OpenView | { error: string } {
    if (this.open.length >= R.modalDepth) return { error: "push_limit_reached" };
    this.#count += 1;
    const id = `V0${randomBytes(5).toString("hex").toUpperCase()}`;
    const opened: OpenView = {
      id,
      person,
      previous: this.top?.id ?? null,
      root: this.open[0]?.id ?? id,
      view: named(view),
      hash: newHash(now),
      touched: new Map(),
      errors: {},
      failure: undefined,
      updates: 0,
    };
    this.open.push(opened);
    return opened;
  }

  pop(): void {
    this.open.pop();
  }

  clear(): void {
    this.open.length = 0;
  }
}

/** `views.update`: what was entered stays where block_id, action_id and kind are unchanged, whatever the new initial value. */
export function updateView(open: OpenView, view: View, now: number): void {
  const next = named(view);
  const kept: OpenView["touched"] = new Map();
  for (const block of inputs(next)) {
    const was = open.touched.get(block.block_id ?? "");
    if (was?.action === block.element.action_id && was.entered.type === block.element.type)
      kept.set(block.block_id ?? "", was);
  }
  open.touched = kept;
  open.view = next;
  open.hash = newHash(now);
  open.errors = {};
  open.failure = undefined;
  open.updates += 1;
}

export function inputs(view: View): InputBlock[] {
  return view.blocks.filter((b): b is InputBlock => b.type === "input");
}

/** What the input shows: what was entered, or its initial value. */
export function shown(open: OpenView, block: InputBlock): Entered {
  return open.touched.get(block.block_id ?? "")?.entered ?? initial(block.element);
}

/**
 * `view.state.values`. After an update Slack may leave out inputs that were never touched, initial value or not
 * (bolt-js #1073, #1258): this fake always does.
 */
export function stateOf(open: OpenView): { values: Record<string, Record<string, Entered>> } {
  const values: Record<string, Record<string, Entered>> = {};
  for (const block of inputs(open.view)) {
    const id = block.block_id ?? "";
    if (open.updates > 0 && !open.touched.has(id)) continue;
    values[id] = { [block.element.action_id]: shown(open, block) };
  }
  return { values };
}

function initial(element: InputElement): Entered {
  switch (element.type) {
    case "plain_text_input":
      return { type: element.type, value: element.initial_value ?? null };
    case "static_select":
      return { type: element.type, selected_option: element.initial_option ?? null };
    case "datetimepicker":
      return { type: element.type, selected_date_time: element.initial_date_time ?? null };
    case "file_input":
      return { type: element.type, files: [] };
  }
}

const newHash = (now: number) =>
  `${Math.floor(now / 1000)}.${randomBytes(4).toString("base64url")}`;

function named(view: View): View {
  return {
    ...view,
    blocks: view.blocks.map((b) => ({
      ...b,
      block_id: b.block_id ?? randomBytes(3).toString("hex"),
    })),
  };
}
