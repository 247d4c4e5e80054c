/**
 * Every limit this fake Slack enforces, in one place. Sources: [types] the doc comments of @slack/types 3.2,
 * [ref] Slack's API reference of the method, [docs] docs.slack.dev, [seen] reported by others and not documented:
 * where sources differ the stricter one is kept, so that what passes here passes there.
 */
export const SLACK_RULES = Object.freeze({
  ackMs: 3_000, // [docs] slash commands, interactions and submissions are answered within 3 s
  triggerMs: 3_000, // [ref] views.open: a trigger_id lives 3 s and opens one view
  responseUrlMs: 30 * 60_000, // [docs] handling user interaction: 30 minutes
  responseUrlUses: 5, // [docs] and five posts
  blocksPerMessage: 50, // [docs]
  blocksPerView: 100, // [docs]
  modalDepth: 3, // [docs] push_limit_reached beyond it
  viewBytes: 250_000, // [ref] view_too_large
  privateMetadata: 3_000, // [types] views
  callbackId: 255, // [types]
  externalId: 255, // [types]
  viewTitle: 24, // [types] title, submit and close alike
  blockId: 255, // [types]
  actionId: 255, // [types]
  sectionText: 3_000, // [types]
  sectionFields: 10, // [types]
  sectionFieldText: 2_000, // [types]
  headerText: 150, // [types]
  contextElements: 10, // [types]
  contextText: 2_000, // [seen]
  actionsElements: 25, // [types]
  buttonText: 75, // [types]
  buttonValue: 2_000, // [types]
  url: 3_000, // [types]
  confirmTitle: 100, // [types]
  confirmText: 300, // [types]
  confirmButton: 30, // [types]
  optionText: 75, // [types]
  optionValue: 75, // [types] 75; others say 150
  selectOptions: 100, // [types]
  inputLength: 3_000, // [types] plain_text_input
  placeholder: 150, // [types]
  inputLabel: 2_000, // [types]
  inputHint: 2_000, // [types]
  fileInputFiles: 10, // [types]
  imageAlt: 2_000, // [types]
  imageTitle: 2_000, // [types]
  alertText: 200, // [seen] other implementations' tables; not in the reference
  tableRows: 100, // [types]
  tableColumns: 20, // [types]
  tableCharacters: 10_000, // [seen] cells of all tables of a message
  tablesPerMessage: 1, // [docs] invalid_attachments otherwise
  richTextCharacters: 4_000, // [seen] one rich_text block
  blockCharacters: 13_200, // [seen] msg_blocks_too_long: all text of a message's blocks
  messageText: 40_000, // [docs] hard cut of `text`
  metadataBytes: 8_000, // [docs] message metadata
  signatureMs: 5 * 60_000, // [docs] verifying requests
  eventRetryMs: Object.freeze([0, 60_000, 300_000]), // [docs] Events API: at once, after 1 and after 5 minutes
  postsPerChannelPerSecond: 1, // [docs] rate limits, "special"
});

/** Calls a minute by tier. [docs] rate limits; bursts above are not promised. */
export const TIER_PER_MINUTE = Object.freeze({ 1: 1, 2: 20, 3: 50, 4: 100, special: 300 });
export type Tier = keyof typeof TIER_PER_MINUTE;
