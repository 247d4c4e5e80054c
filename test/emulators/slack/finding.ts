import type { Block, InputBlock, InputElement } from "./block-schema.ts";
import { inputs, type OpenView } from "./modal.ts";

type Button = Extract<Block, { type: "actions" }>["elements"][number];
type InputOf<K extends InputElement["type"]> = InputBlock & {
  element: Extract<InputElement, { type: K }>;
};

/** A button by action id, by the part of it before `|`, or by label. Throws with what there is. */
export function findButton(
  blocks: readonly Block[],
  what: string,
): { blockId: string; button: Button } {
  const all = blocks.flatMap((block) =>
    block.type === "actions"
      ? block.elements.map((button) => ({ blockId: block.block_id ?? "", button }))
      : [],
  );
  const found =
    all.find(({ button }) => button.action_id === what) ??
    all.find(({ button }) => button.action_id.split("|")[0] === what) ??
    all.find(({ button }) => button.text.text.includes(what));
  if (found !== undefined) return found;
  const names = all.map(({ button }) => `${button.action_id} "${button.text.text}"`).join(", ");
  throw new Error(`no button "${what}"; there is ${names || "none"}`);
}

/** An input of a kind by block id, action id or label. Throws with what there is. */
export function findInput<K extends InputElement["type"]>(
  open: OpenView,
  field: string,
  kind: K,
): InputOf<K> {
  const all = inputs(open.view);
  const isKind = (b: InputBlock): b is InputOf<K> => b.element.type === kind;
  const found = all
    .filter(isKind)
    .find((b) => [b.block_id, b.element.action_id, b.label.text].includes(field));
  if (found !== undefined) return found;
  const names = all.map((b) => `${b.element.action_id} (${b.element.type})`).join(", ");
  throw new Error(`the modal has no ${kind} "${field}"; it has ${names || "no inputs"}`);
}
