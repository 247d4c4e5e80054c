import type { KnownBlock, ModalView } from "@slack/types";
import type { Locale } from "../../src/locale/locale.ts";
import { slackText } from "../../src/locale/slack.ts";
import { plain } from "./card-blocks.ts";
import { alerts, FORM_CALLBACK, standingInputs } from "./form-view.ts";
import { SLACK_LIMITS as L } from "./limits.ts";
import { type Entered, inputsOf, type SlackView } from "./payloads.ts";

type Faults = Readonly<Record<string, string>>;

/**
 * Faults as Slack can show them while it waits for the answer: red lines under inputs. `undefined` when none of them
 * is about an input; one about something else goes on the first line, or it would be lost.
 */
export function inlineErrors(view: SlackView, faults: Faults): Record<string, string> | undefined {
  const inputs = standingInputs(view);
  const errors: Record<string, string> = {};
  const elsewhere: string[] = [];
  for (const [field, text] of Object.entries(faults)) {
    const id = inputs.get(field)?.blockId;
    if (id !== undefined) errors[id] = text;
    else elsewhere.push(text);
  }
  const [first] = Object.keys(errors);
  if (first === undefined) return undefined;
  errors[first] = [errors[first], ...elsewhere].join("\n");
  return errors;
}

/**
 * The form again, with the faults on top and everything that was entered: for faults that came after Slack had stopped
 * waiting, or that belong to no input. Chosen files can't be put back: it says so.
 */
export function faultView(view: SlackView, locale: Locale, faults: Faults): ModalView {
  const hasFile = inputsOf(view).some((b) => b.element.type === "file_input");
  const labels = new Map(
    inputsOf(view).map((b) => [b.element.action_id, labelOf(view, b.block_id)]),
  );
  const lines = Object.entries(faults).map(([field, text]) => {
    const label = labels.get(field);
    return label === undefined ? text : `${label}: ${text}`;
  });
  if (hasFile) lines.push(slackText[locale].attachAgain);
  const inputs = view.blocks.filter((b) => b.type === "input").map((b) => restored(b, view));
  const top = alerts(lines.map((line) => ({ tone: "danger", text: [line] })));
  return {
    type: "modal",
    callback_id: FORM_CALLBACK,
    notify_on_close: true,
    private_metadata: view.private_metadata,
    title: plain(view.title.text),
    ...(view.submit == null ? {} : { submit: plain(view.submit.text) }),
    ...(view.close == null ? {} : { close: plain(view.close.text) }),
    blocks: [...top.slice(0, L.blocksPerView - inputs.length), ...inputs],
  };
}

type Block = SlackView["blocks"][number];

function labelOf(view: SlackView, blockId: string): string | undefined {
  const label = view.blocks.find((b) => b.block_id === blockId)?.label;
  if (typeof label !== "object" || label === null || !("text" in label)) return undefined;
  return String(label.text);
}

/** The input with what was entered as its initial value. */
function restored(block: Block, view: SlackView): KnownBlock {
  const [input] = inputsOf({ blocks: [block] });
  const entered = view.state.values[input?.block_id ?? ""]?.[input?.element.action_id ?? ""];
  const element = typeof block.element === "object" ? block.element : {};
  const value = entered === undefined ? {} : initialOf(entered);
  // The block is one of ours, as Slack handed it back.
  return { ...block, element: { ...element, ...value } } as unknown as KnownBlock;
}

function initialOf(entered: Entered): Record<string, unknown> {
  switch (entered.type) {
    case "plain_text_input":
      return { initial_value: entered.value ?? "" };
    case "static_select":
      return entered.selected_option === null ? {} : { initial_option: entered.selected_option };
    case "datetimepicker":
      return entered.selected_date_time === null
        ? {}
        : { initial_date_time: entered.selected_date_time };
    case "file_input":
      return {};
  }
}
