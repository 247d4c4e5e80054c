import { z } from "zod";
import { SLACK_RULES as R } from "./limits.ts";

/** Block Kit as far as this fake knows it. Unknown properties are refused, as Slack refuses them. */

const plain = (max: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
const anyText = (max: number) => z.discriminatedUnion("type", [plain(max), mrkdwn(max)]);

const blockId = z.string().min(1).max(R.blockId).optional();
const actionId = z.string().min(1).max(R.actionId);

const confirm = z.strictObject({
  title: plain(R.confirmTitle),
  text: anyText(R.confirmText),
  confirm: plain(R.confirmButton),
  deny: plain(R.confirmButton),
  style: z.enum(["primary", "danger"]).optional(),
});

const button = z.strictObject({
  type: z.literal("button"),
  action_id: actionId,
  text: plain(R.buttonText),
  value: z.string().min(1).max(R.buttonValue).optional(),
  url: z.string().max(R.url).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: confirm.optional(),
});

const option = z.strictObject({
  text: plain(R.optionText),
  value: z.string().min(1).max(R.optionValue),
});

const dispatchConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1),
});

const textInput = z
  .strictObject({
    type: z.literal("plain_text_input"),
    action_id: actionId,
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(R.inputLength).optional(),
    max_length: z.number().int().min(1).max(R.inputLength).optional(),
    initial_value: z.string().max(R.inputLength).optional(),
    placeholder: plain(R.placeholder).optional(),
    dispatch_action_config: dispatchConfig.optional(),
  })
  .refine((e) => (e.initial_value?.length ?? 0) <= (e.max_length ?? R.inputLength), {
    message: "initial_value is longer than max_length",
    path: ["initial_value"],
  });

const staticSelect = z
  .strictObject({
    type: z.literal("static_select"),
    action_id: actionId,
    options: z.array(option).min(1).max(R.selectOptions),
    initial_option: option.optional(),
    placeholder: plain(R.placeholder).optional(),
  })
  .refine(
    (e) =>
      e.initial_option === undefined ||
      e.options.some((o) => JSON.stringify(o) === JSON.stringify(e.initial_option)),
    { message: "initial_option must match one of the options", path: ["initial_option"] },
  );

const dateTimePicker = z.strictObject({
  type: z.literal("datetimepicker"),
  action_id: actionId,
  initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const fileInput = z.strictObject({
  type: z.literal("file_input"),
  action_id: actionId,
  filetypes: z.array(z.string().regex(/^[a-z0-9]+$/)).optional(),
  max_files: z.number().int().min(1).max(R.fileInputFiles).optional(),
});

const inputElement = z.discriminatedUnion("type", [
  textInput,
  staticSelect,
  dateTimePicker,
  fileInput,
]);
export type InputElement = z.infer<typeof inputElement>;

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});
const richText = z.strictObject({
  type: z.literal("text"),
  text: z.string().min(1),
  style: style.optional(),
});
const richSection = z.strictObject({
  type: z.literal("rich_text_section"),
  elements: z.array(richText).min(1),
});
const richElement = z.discriminatedUnion("type", [
  richSection,
  z.strictObject({ type: z.literal("rich_text_quote"), elements: z.array(richText).min(1) }),
  z.strictObject({ type: z.literal("rich_text_preformatted"), elements: z.array(richText).min(1) }),
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    elements: z.array(richSection).min(1),
  }),
]);

const slackFile = z.strictObject({
  id: z.string().regex(/^F[A-Z0-9]{8,}$/, "input must match regex pattern: ^[F][A-Z0-9]{8,}$"),
});

export const block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), block_id: blockId, text: plain(R.headerText) }),
  z.strictObject({ type: z.literal("divider"), block_id: blockId }),
  z
    .strictObject({
      type: z.literal("section"),
      block_id: blockId,
      text: anyText(R.sectionText).optional(),
      fields: z.array(anyText(R.sectionFieldText)).min(1).max(R.sectionFields).optional(),
      accessory: button.optional(),
      expand: z.boolean().optional(),
    })
    .refine((s) => s.text !== undefined || s.fields !== undefined, {
      message: "section needs text or fields",
    }),
  z.strictObject({
    type: z.literal("context"),
    block_id: blockId,
    elements: z.array(anyText(R.contextText)).min(1).max(R.contextElements),
  }),
  z.strictObject({
    type: z.literal("actions"),
    block_id: blockId,
    elements: z.array(button).min(1).max(R.actionsElements),
  }),
  z
    .strictObject({
      type: z.literal("image"),
      block_id: blockId,
      alt_text: z.string().min(1).max(R.imageAlt),
      title: plain(R.imageTitle).optional(),
      image_url: z.url().max(R.url).optional(),
      slack_file: slackFile.optional(),
    })
    .refine((i) => (i.image_url === undefined) !== (i.slack_file === undefined), {
      message: "image needs either image_url or slack_file",
    }),
  z.strictObject({
    type: z.literal("input"),
    block_id: blockId,
    label: plain(R.inputLabel),
    hint: plain(R.inputHint).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
  }),
  z.strictObject({
    type: z.literal("rich_text"),
    block_id: blockId,
    elements: z.array(richElement).min(1),
  }),
  z.strictObject({
    type: z.literal("alert"),
    block_id: blockId,
    text: anyText(R.alertText),
    level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
  }),
  z.strictObject({
    type: z.literal("table"),
    block_id: blockId,
    rows: z
      .array(
        z
          .array(z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }))
          .min(1)
          .max(R.tableColumns),
      )
      .min(1)
      .max(R.tableRows),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(["left", "center", "right"]).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(R.tableColumns)
      .optional(),
  }),
]);
export type Block = z.infer<typeof block>;
export type InputBlock = Extract<Block, { type: "input" }>;

export const view = z.strictObject({
  type: z.literal("modal"),
  title: plain(R.viewTitle),
  submit: plain(R.viewTitle).optional(),
  close: plain(R.viewTitle).optional(),
  blocks: z.array(block).max(R.blocksPerView),
  callback_id: z.string().max(R.callbackId).optional(),
  private_metadata: z.string().max(R.privateMetadata).optional(),
  external_id: z.string().max(R.externalId).optional(),
  notify_on_close: z.boolean().optional(),
  clear_on_close: z.boolean().optional(),
});
export type View = z.infer<typeof view>;

export const metadata = z.strictObject({
  event_type: z.string().min(1),
  event_payload: z.record(z.string(), z.unknown()),
});
export type Metadata = z.infer<typeof metadata>;
