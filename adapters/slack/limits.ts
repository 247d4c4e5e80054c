/**
 * Slack's limits that rendering must keep, in one place. Sources: [types] the doc comments of @slack/types 3.2,
 * [docs] docs.slack.dev, [own] ours, chosen below something Slack does not document.
 */
export const SLACK_LIMITS = Object.freeze({
  blocksPerMessage: 50, // [docs]
  blocksPerView: 100, // [docs]
  /** All text of one message: `msg_blocks_too_long` comes somewhere above 13 000. */
  messageCharacters: 12_000, // [own]
  fallbackText: 4_000, // [docs] recommended for `text`
  headerText: 150, // [types]
  sectionText: 3_000, // [types]
  fieldText: 2_000, // [types]
  fieldsPerSection: 10, // [types]
  richTextCharacters: 3_000, // [own] as a section's
  contextText: 2_000, // [own]
  actionsPerBlock: 25, // [types]
  buttonText: 75, // [types]
  buttonValue: 2_000, // [types]
  actionId: 255, // [types]
  confirmTitle: 100, // [types]
  confirmText: 300, // [types]
  confirmButton: 30, // [types]
  tableRows: 100, // [types] the header row included
  tableColumns: 20, // [types]
  tableCharacters: 8_000, // [own] Slack takes about 10 000; the rest of the card needs room too
  textTableCharacters: 6_000, // [own] a table shown as text
  imageAlt: 2_000, // [types]
  viewTitle: 24, // [types] title, submit and close alike
  privateMetadata: 3_000, // [types]
  inputLabel: 2_000, // [types]
  inputHint: 2_000, // [types]
  placeholder: 150, // [types]
  inputLength: 3_000, // [types]
  optionText: 75, // [types]
  optionValue: 75, // [types]; others say 150
  options: 100, // [types]
  alertText: 200, // [own] not documented; the strictest value others keep
  filesPerInput: 10, // [types]
});

/** Slack's clock on us and ours on it, in milliseconds. */
export const SLACK_TIMES = Object.freeze({
  /** Slack gives 3 s for a submission; past this we say that it is being worked on. */
  submitGuardMs: 2_400,
  interactiveTimeoutMs: 2_500,
  backgroundTimeoutMs: 20_000,
  /** Signed requests from further in the future than this are refused; Bolt checks the past side. */
  signatureSkewMs: 5 * 60_000,
  peopleTtlMs: 60 * 60_000,
  peopleWaitMs: 800,
  connectMs: 10_000,
  /** At least this long from being asked to reconnect to closing: what came just before is acknowledged first. */
  drainMs: 100,
  stopMs: 10_000,
  pendingFormTtlMs: 15 * 60_000,
  fileReadyMs: 5_000,
  /** Between two pictures of how something long is going: 50 updates a minute and workspace are allowed. */
  runningGapMs: 3_000,
});
