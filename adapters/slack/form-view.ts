import type {
  ActionsBlock,
  AlertBlock,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  ModalView,
} from "@slack/types";
import type { Tone } from "../../src/chat/card.ts";
import type { Field, Form, Notice } from "../../src/chat/form.ts";
import { type SlackText, slackText } from "../../src/locale/slack.ts";
import { plain } from "./card-blocks.ts";
import { type FormContext, writeContext } from "./form-context.ts";
import { SLACK_LIMITS as L } from "./limits.ts";
import { inputsOf, type SlackView } from "./payloads.ts";
import { orDash, RenderError, within } from "./render-error.ts";
import { plainText, splitText } from "./text.ts";

export const FORM_CALLBACK = "qunfa.form";

/**
 * An input's block and action id stay the same over re-rendering, so that Slack keeps what was typed. Only another
 * block id makes Slack show another text: one that was put in place by a button counts up behind `~`.
 */
const fieldBlockId = (name: string): string => `f:${name}`;

/** A button that puts another wording into a field. */
export const OFFER = "offer:";

/** The inputs that stand in a view, by field: kept as they are when it is re-rendered. */
export type StandingInputs = ReadonlyMap<
  string,
  { readonly blockId: string; readonly initial: string | undefined }
>;

export function standingInputs(view: Pick<SlackView, "blocks">): StandingInputs {
  return new Map(
    inputsOf(view).map(({ block_id: blockId, element }) => [
      element.action_id,
      {
        blockId,
        initial: element.type === "plain_text_input" ? element.initial_value : undefined,
      },
    ]),
  );
}

/** The inputs after a button put `text` into a field. */
export function withOffer(inputs: StandingInputs, field: string, text: string): StandingInputs {
  const before = inputs.get(field)?.blockId ?? fieldBlockId(field);
  const times = Number(/~(\d+)$/u.exec(before)?.[1] ?? 0) + 1;
  return new Map([
    ...inputs,
    [field, { blockId: `${fieldBlockId(field)}~${times}`, initial: text }],
  ]);
}

const LEVEL: Readonly<Record<Tone, NonNullable<AlertBlock["level"]>>> = Object.freeze({
  neutral: "default",
  info: "info",
  success: "success",
  warning: "warning",
  danger: "error",
});

/** A modal for a form. Pure. Throws `RenderError` when a part is over Slack's limits. */
export function renderForm(
  form: Form,
  where: Pick<FormContext, "channel">,
  standing: StandingInputs = new Map(),
): ModalView {
  const text = slackText[form.locale];
  const top = alerts(form.notices ?? []);
  const parts = form.fields.map((field) => ({
    input: input(field, text, standing.get(field.name)),
    notices: [...alerts(field.notices ?? []), ...offer(field)],
  }));
  const all: KnownBlock[] = [...top, ...parts.flatMap((p) => [p.input, ...p.notices])];
  return {
    type: "modal",
    callback_id: FORM_CALLBACK,
    notify_on_close: true,
    title: plain(within(form.title, L.viewTitle, "the form's title")),
    submit: plain(within(form.submit, L.viewTitle, "the form's submit button")),
    close: plain(within(form.cancel, L.viewTitle, "the form's cancel button")),
    private_metadata: writeContext({
      form: form.id,
      ref: form.ref,
      locale: form.locale,
      channel: where.channel,
    }),
    blocks: withinView(all, form.fields.length, text),
  };
}

/** Remarks of any length, as alerts one below the other. */
export function alerts(notices: readonly Notice[]): AlertBlock[] {
  return notices.flatMap((notice) =>
    splitText(orDash(plainText(notice.text)), L.alertText).map(
      (piece): AlertBlock => ({ type: "alert", level: LEVEL[notice.tone], text: plain(piece) }),
    ),
  );
}

function withinView(blocks: KnownBlock[], inputs: number, text: SlackText): KnownBlock[] {
  if (blocks.length <= L.blocksPerView) return blocks;
  let room = L.blocksPerView - inputs - 1;
  if (room < 0)
    throw new RenderError(`the form has ${inputs} fields; Slack takes ${L.blocksPerView - 1}`);
  const kept = blocks.filter((b) => b.type === "input" || room-- > 0);
  const left = blocks.length - kept.length;
  return [...kept, { type: "alert", level: "default", text: plain(text.moreNotices(left)) }];
}

/** The button that puts another wording in place. A wording longer than a button can carry is not offered. */
function offer(field: Field): ActionsBlock[] {
  const wording = field.kind === "text" ? field.offer : undefined;
  if (wording === undefined || wording.text.length > L.buttonValue) return [];
  return [
    {
      type: "actions",
      elements: [
        {
          type: "button",
          action_id: `${OFFER}${field.name}`,
          text: plain(within(wording.label, L.buttonText, "an offer's label")),
          value: wording.text,
        },
      ],
    },
  ];
}

function input(
  field: Field,
  text: SlackText,
  standing: { readonly blockId: string; readonly initial: string | undefined } | undefined,
): InputBlock {
  const hint = [field.hint, field.kind === "time" ? text.timeZoneHint(field.timeZone) : undefined]
    .filter((line) => line !== undefined && line !== "")
    .join("\n");
  const live = (field.kind === "text" || field.kind === "choice") && field.live === true;
  return {
    type: "input",
    block_id: standing?.blockId ?? fieldBlockId(field.name),
    label: plain(within(field.label, L.inputLabel, `the label of "${field.name}"`)),
    ...(hint === ""
      ? {}
      : { hint: plain(within(hint, L.inputHint, `the hint of "${field.name}"`)) }),
    ...(field.optional === true ? { optional: true } : {}),
    ...(live ? { dispatch_action: true } : {}),
    element: element(
      field.kind === "text" && standing?.initial !== undefined
        ? { ...field, initial: standing.initial }
        : field,
    ),
  };
}

function element(field: Field): InputBlockElement {
  switch (field.kind) {
    case "text": {
      const initial = field.initial ?? "";
      if (initial.length > L.inputLength)
        throw new RenderError(
          `"${field.name}" starts with ${initial.length} characters; Slack takes ${L.inputLength}`,
        );
      const most = Math.min(field.maxLength ?? L.inputLength, L.inputLength);
      return {
        type: "plain_text_input",
        action_id: field.name,
        multiline: field.multiline === true,
        ...(initial.length <= most ? { max_length: Math.max(1, most) } : {}),
        ...(initial === "" ? {} : { initial_value: initial }),
        ...(field.placeholder === undefined
          ? {}
          : {
              placeholder: plain(
                within(field.placeholder, L.placeholder, `the placeholder of "${field.name}"`),
              ),
            }),
        ...(field.live === true
          ? { dispatch_action_config: { trigger_actions_on: ["on_character_entered"] } }
          : {}),
      };
    }
    case "choice": {
      if (field.options.length === 0 || field.options.length > L.options)
        throw new RenderError(
          `"${field.name}" has ${field.options.length} options; Slack takes 1 to ${L.options}`,
        );
      const options = field.options.map((option) => ({
        text: plain(within(option.label, L.optionText, `the option "${option.label}"`)),
        value: within(option.value, L.optionValue, `the option value "${option.value}"`),
      }));
      const initial = options[field.options.findIndex((o) => o.value === field.initial)];
      return {
        type: "static_select",
        action_id: field.name,
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      };
    }
    case "time":
      return {
        type: "datetimepicker",
        action_id: field.name,
        ...(field.initial === undefined
          ? {}
          : { initial_date_time: Math.floor(field.initial / 1000) }),
      };
    case "file": {
      const types = field.extensions.map((e) => e.replace(/^\./, "").toLowerCase());
      return {
        type: "file_input",
        action_id: field.name,
        max_files: L.filesPerInput,
        ...(types.length === 0 ? {} : { filetypes: types }),
      };
    }
  }
}
