import { z } from "zod";

/** Slack's payloads as far as this adapter reads them. Whatever does not match is refused and logged without its content. */

const user = z.object({
  id: z.string(),
  name: z.string().optional(),
  username: z.string().optional(),
  team_id: z.string().optional(),
});
const team = z.object({ id: z.string() });

export const slashCommand = z.object({
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  user_name: z.string(),
  text: z.string().default(""),
  response_url: z.string(),
  trigger_id: z.string(),
});

export const slackFile = z.object({
  id: z.string(),
  name: z.string().nullish(),
  size: z.number().default(0),
  url_private: z.string().optional(),
  url_private_download: z.string().optional(),
});
export type SlackFile = z.infer<typeof slackFile>;

const option = z.object({ value: z.string() }).loose();

/** One entry of `view.state.values`. */
const entered = z.discriminatedUnion("type", [
  z.object({ type: z.literal("plain_text_input"), value: z.string().nullable() }),
  z.object({ type: z.literal("static_select"), selected_option: option.nullable() }),
  z.object({ type: z.literal("datetimepicker"), selected_date_time: z.number().nullable() }),
  z.object({
    type: z.literal("file_input"),
    files: z
      .array(slackFile)
      .nullish()
      .transform((files) => files ?? []),
  }),
]);
export type Entered = z.infer<typeof entered>;

const inputElement = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("plain_text_input"),
    action_id: z.string(),
    initial_value: z.string().optional(),
  }),
  z.object({
    type: z.literal("static_select"),
    action_id: z.string(),
    initial_option: option.optional(),
  }),
  z.object({
    type: z.literal("datetimepicker"),
    action_id: z.string(),
    initial_date_time: z.number().optional(),
  }),
  z.object({ type: z.literal("file_input"), action_id: z.string() }),
]);
export type InputElement = z.infer<typeof inputElement>;

/** An input of ours, without what only drawing needs. */
const inputBlock = z.object({
  type: z.literal("input"),
  block_id: z.string(),
  element: inputElement,
});
type InputBlock = z.infer<typeof inputBlock>;

const plainText = z.object({ type: z.literal("plain_text"), text: z.string() }).loose();

const slackView = z.object({
  id: z.string(),
  callback_id: z.string(),
  private_metadata: z.string(),
  hash: z.string(),
  title: plainText,
  submit: plainText.nullish(),
  close: plainText.nullish(),
  /** As they were sent, to be sent again. */
  blocks: z.array(z.object({ type: z.string() }).loose()),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), entered)) }),
});
export type SlackView = z.infer<typeof slackView>;

/** The inputs of a view. */
export function inputsOf(view: Pick<SlackView, "blocks">): InputBlock[] {
  return view.blocks.filter((b) => b.type === "input").map((b) => inputBlock.parse(b));
}

/** A pressed button of a message. */
export const messageAction = z.object({
  user,
  team,
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }),
  response_url: z.string().optional(),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string() })]),
});

/** A live input of a modal was changed, or the modal was submitted. */
export const viewEvent = z.object({
  user,
  team,
  trigger_id: z.string(),
  view: slackView,
  /** What was changed or pressed; a submission has none. */
  actions: z.array(z.object({ action_id: z.string(), value: z.string().nullish() })).default([]),
});
export type ViewEvent = z.infer<typeof viewEvent>;

export const viewClosed = z.object({ user, team, view: slackView });

/** A file appeared in a channel. */
export const fileShared = z.object({
  event_id: z.string(),
  team_id: z.string(),
  event: z.object({ file_id: z.string(), user_id: z.string(), channel_id: z.string() }),
});
