import type { Button, KnownBlock, SectionBlock, TextObject } from "@slack/types";
import type { Action, Card, Section, Tone } from "../../src/chat/card.ts";
import { type SlackText, slackText } from "../../src/locale/slack.ts";
import { encodeAction } from "./action-id.ts";
import { SLACK_LIMITS as L } from "./limits.ts";
import { orDash, within } from "./render-error.ts";
import { bullets, paragraphs, quote } from "./rich-blocks.ts";
import { nativeTable, textTable } from "./table-blocks.ts";
import { escapeMrkdwn, isPlainInMrkdwn, localeOf, splitText } from "./text.ts";

export interface RenderedMessage {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export interface CardOptions {
  /** An ephemeral message shows no native table. */
  readonly surface: "message" | "ephemeral";
  /** The uploaded picture; without it a card's picture is left to the caller. */
  readonly imageFileId?: string;
  /** A line the caller adds at the foot, such as where the picture went. */
  readonly remark?: string;
}

const TONE_SIGN: Readonly<Record<Tone, string>> = Object.freeze({
  neutral: "",
  info: "ℹ️ ",
  success: "✅ ",
  warning: "⚠️ ",
  danger: "⛔ ",
});

/** Block Kit for a card. Pure. Throws `RenderError` when a part can't be shown whole, split or counted. */
export function renderCard(card: Card, options: CardOptions): RenderedMessage {
  const text = slackText[localeOf(card.title + (card.footer ?? ""))];
  const foot = [
    ...image(card, options),
    ...buttons(card.actions ?? []),
    ...[card.footer, options.remark].flatMap((line) => (line === undefined ? [] : context(line))),
  ];
  const room = {
    blocks: L.blocksPerMessage - foot.length - 1,
    characters: L.messageCharacters - characters(foot),
  };
  const body = [
    ...header(card),
    ...fields(card.fields ?? []),
    ...progress(card.progress),
    ...sections(card.sections ?? [], options, text),
  ];
  const kept = takeWhileFits(body, room);
  const left = body.length - kept.length;
  const note = left === 0 ? [] : context(text.morePartsNotShown(left));
  return { text: fallback(card), blocks: [...kept, ...note, ...foot] };
}

/** One remark as a message. */
export function renderNotice(tone: Tone, notice: string): RenderedMessage {
  const shown = TONE_SIGN[tone] + notice;
  return {
    text: splitText(escapeMrkdwn(shown), L.fallbackText)[0] ?? "",
    blocks: splitText(orDash(shown), L.sectionText).map((piece) => ({
      type: "section",
      text: plain(piece),
    })),
  };
}

export const plain = (text: string) => ({ type: "plain_text", text, emoji: false }) as const;

function header(card: Card): KnownBlock[] {
  const title = TONE_SIGN[card.tone] + orDash(card.title);
  if (title.length <= L.headerText)
    return [{ type: "header", text: { type: "plain_text", text: title, emoji: true } }];
  return paragraphs([{ text: title, style: "bold" }]);
}

function fields(all: NonNullable<Card["fields"]>): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let row: TextObject[] = [];
  const flush = () => {
    if (row.length > 0) blocks.push({ type: "section", fields: row });
    row = [];
  };
  for (const { label, value } of all) {
    const text = fieldText(orDash(label), orDash(value));
    if (text.text.length > L.fieldText) {
      flush();
      blocks.push(...paragraphs([{ text: `${orDash(label)}\n`, style: "bold" }, value]));
      continue;
    }
    row.push(text);
    if (row.length === L.fieldsPerSection) flush();
  }
  flush();
  return blocks;
}

/** Bold label above its value; plain where a sign of mrkdwn would change what is read. */
function fieldText(label: string, value: string): TextObject {
  if (!isPlainInMrkdwn(label) || !isPlainInMrkdwn(value)) return plain(`${label}\n${value}`);
  return {
    type: "mrkdwn",
    text: `*${escapeMrkdwn(label)}*\n${escapeMrkdwn(value)}`,
    verbatim: true,
  };
}

const BAR_LENGTH = 20;

function progress(bar: Card["progress"]): SectionBlock[] {
  if (bar === undefined) return [];
  const share = bar.total <= 0 ? 0 : Math.min(1, Math.max(0, bar.done / bar.total));
  const full = Math.floor(share * BAR_LENGTH);
  const drawn = "▓".repeat(full) + "░".repeat(BAR_LENGTH - full);
  const line = `${drawn} ${Math.floor(share * 100)}%  ${bar.label}`.trimEnd();
  return [{ type: "section", text: plain(within(line, L.sectionText, "the progress label")) }];
}

function sections(all: readonly Section[], options: CardOptions, text: SlackText): KnownBlock[] {
  const native = options.surface === "message" ? all.findIndex((s) => s.kind === "table") : -1;
  return all.flatMap((section, i) => sectionBlocks(section, i === native, text));
}

/** `native`: this table may be a table block; Slack takes one a message. */
function sectionBlocks(section: Section, native: boolean, text: SlackText): KnownBlock[] {
  switch (section.kind) {
    case "text":
      return paragraphs(section.text);
    case "quote":
      return quote(section.text);
    case "list":
      return [...title(section.title), ...bullets(section.items)];
    case "table": {
      const { blocks, left } = (native ? nativeTable(section) : undefined) ?? textTable(section);
      const more = left === 0 ? [] : context(text.moreRows(left));
      return [...title(section.title), ...blocks, ...more];
    }
  }
}

const title = (text: string | undefined): KnownBlock[] =>
  text === undefined ? [] : paragraphs([{ text, style: "bold" }]);

function image(card: Card, options: CardOptions): KnownBlock[] {
  if (card.image === undefined || options.imageFileId === undefined) return [];
  const alt = within(card.image.alt, L.imageAlt, "the picture's description");
  return [{ type: "image", alt_text: alt, slack_file: { id: options.imageFileId } }];
}

function buttons(actions: readonly Action[]): KnownBlock[] {
  const all = actions.map(button);
  const blocks: KnownBlock[] = [];
  for (let i = 0; i < all.length; i += L.actionsPerBlock)
    blocks.push({ type: "actions", elements: all.slice(i, i + L.actionsPerBlock) });
  return blocks;
}

/** A disabled button is drawn locked; pressed, the desk says why. */
function button(action: Action): Button {
  const label = action.disabled === undefined ? action.label : `🔒 ${action.label}`;
  const encoded = encodeAction(action.id, action.args);
  const style = action.disabled === undefined ? action.style : undefined;
  const { confirm } = action;
  return {
    type: "button",
    action_id: encoded,
    value: encoded,
    text: {
      type: "plain_text",
      text: within(label, L.buttonText, `the button "${label}"`),
      emoji: true,
    },
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined || action.disabled !== undefined
      ? {}
      : {
          confirm: {
            title: plain(within(confirm.title, L.confirmTitle, "the confirmation's title")),
            text: plain(within(confirm.text, L.confirmText, "the confirmation's text")),
            confirm: plain(within(confirm.ok, L.confirmButton, "the confirmation's button")),
            deny: plain(within(confirm.cancel, L.confirmButton, "the confirmation's way back")),
            ...(action.style === undefined ? {} : { style: action.style }),
          },
        }),
  };
}

function context(line: string): KnownBlock[] {
  return splitText(orDash(line), L.contextText).map((piece) => ({
    type: "context",
    elements: [plain(piece)],
  }));
}

function takeWhileFits(
  body: readonly KnownBlock[],
  room: { blocks: number; characters: number },
): KnownBlock[] {
  const kept: KnownBlock[] = [];
  let left = room.characters;
  for (const block of body) {
    left -= characters(block);
    if (kept.length >= room.blocks || left < 0) break;
    kept.push(block);
  }
  return kept;
}

/** Text a block carries, in UTF-16 units: what Slack's limit on a whole message counts, near enough. */
function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + characters(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum +
      (typeof inner === "string"
        ? key === "text" || key === "alt_text"
          ? inner.length + 1
          : 0
        : characters(inner)),
    0,
  );
}

/** Title, progress and as many whole fields as fit. */
function fallback(card: Card): string {
  const lines = [
    TONE_SIGN[card.tone] + orDash(card.title),
    ...(card.progress === undefined ? [] : [card.progress.label]),
    ...(card.fields ?? []).map((f) => `${f.label}: ${f.value}`),
  ].map(escapeMrkdwn);
  let text = splitText(lines[0] ?? "", L.fallbackText)[0] ?? "";
  for (const line of lines.slice(1)) {
    if (text.length + 1 + line.length > L.fallbackText) break;
    text += `\n${line}`;
  }
  return text;
}
