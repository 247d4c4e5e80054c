import { z } from "zod";
import { inputs, type ModalStack, type OpenView, shown, updateView } from "./modal.ts";
import { checkView } from "./validation.ts";

const modalAnswer = z.discriminatedUnion("response_action", [
  z.object({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal("update"), view: z.unknown() }),
  z.object({ response_action: z.literal("push"), view: z.unknown() }),
  z.object({ response_action: z.literal("clear") }),
]);

export type Submitted =
  | { readonly kind: "closed" | "errors" | "updated" }
  | { readonly kind: "failed"; readonly why: string };

/** What the app's acknowledgement of a submission makes of the modals. An answer that breaks Slack's rules fails in front of the person. */
export function applyAnswer(
  open: OpenView,
  stack: ModalStack,
  body: Readonly<Record<string, unknown>>,
  now: number,
): Submitted {
  if (body.response_action === undefined) {
    stack.open.splice(stack.open.indexOf(open), 1);
    return { kind: "closed" };
  }
  const answer = modalAnswer.safeParse(body);
  if (!answer.success) return { kind: "failed", why: "the answer is not a response_action" };
  switch (answer.data.response_action) {
    case "clear":
      stack.clear();
      return { kind: "closed" };
    case "errors":
      return showErrors(open, answer.data.errors);
    case "update":
    case "push": {
      const checked = checkView(answer.data.view);
      if (!checked.ok)
        return { kind: "failed", why: [checked.error, ...checked.messages].join(" ") };
      if (answer.data.response_action === "update") updateView(open, checked.value, now);
      else stack.push(open.person, checked.value, now);
      return { kind: "updated" };
    }
  }
}

/** Errors belong under inputs, and there must be some. */
function showErrors(open: OpenView, errors: Readonly<Record<string, string>>): Submitted {
  const known = new Set(inputs(open.view).map((b) => b.block_id ?? ""));
  const unknown = Object.keys(errors).filter((id) => !known.has(id));
  if (unknown.length > 0 || Object.keys(errors).length === 0)
    return { kind: "failed", why: `errors for what is no input: ${unknown.join(", ")}` };
  open.errors = errors;
  return { kind: "errors" };
}

/** What Slack's client asks for by itself before it submits, by block_id. */
export function missingFields(open: OpenView): Record<string, string> {
  const missing: Record<string, string> = {};
  for (const block of inputs(open.view)) {
    const value = shown(open, block);
    const empty =
      (value.type === "plain_text_input" && (value.value ?? "").trim() === "") ||
      (value.type === "static_select" && value.selected_option === null) ||
      (value.type === "datetimepicker" && value.selected_date_time === null) ||
      (value.type === "file_input" && value.files.length === 0);
    if (empty && block.optional !== true)
      missing[block.block_id ?? ""] = "Please complete this required field.";
  }
  return missing;
}
