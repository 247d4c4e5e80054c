import type { FieldValue, FormValues, IncomingFile } from "../../src/chat/form.ts";
import {
  type Entered,
  type InputElement,
  inputsOf,
  type SlackFile,
  type SlackView,
} from "./payloads.ts";

/**
 * What a modal's event says was entered. Slack may leave out inputs that were not touched, even with an initial value
 * (bolt-js #1073, #1258): those are read from the view itself. A cleared text is "", nothing chosen is left out.
 */
export function readValues(view: SlackView, toFile: (file: SlackFile) => IncomingFile): FormValues {
  const values: Record<string, FieldValue> = {};
  for (const block of inputsOf(view)) {
    const entered =
      view.state.values[block.block_id]?.[block.element.action_id] ?? untouched(block.element);
    const value = entered === undefined ? undefined : readValue(entered, toFile);
    if (value !== undefined) values[block.element.action_id] = value;
  }
  return values;
}

function readValue(
  entered: Entered,
  toFile: (file: SlackFile) => IncomingFile,
): FieldValue | undefined {
  switch (entered.type) {
    case "plain_text_input":
      return { kind: "text", text: entered.value ?? "" };
    case "static_select":
      return entered.selected_option === null
        ? undefined
        : { kind: "choice", value: entered.selected_option.value };
    case "datetimepicker":
      return entered.selected_date_time === null
        ? undefined
        : { kind: "time", at: entered.selected_date_time * 1000 };
    case "file_input":
      return { kind: "file", files: entered.files.map(toFile) };
  }
}

function untouched(element: InputElement): Entered | undefined {
  switch (element.type) {
    case "plain_text_input":
      return { type: element.type, value: element.initial_value ?? null };
    case "static_select":
      return { type: element.type, selected_option: element.initial_option ?? null };
    case "datetimepicker":
      return { type: element.type, selected_date_time: element.initial_date_time ?? null };
    case "file_input":
      return undefined;
  }
}
