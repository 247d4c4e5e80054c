import { cutName } from "../src/audience/list-name.ts";
import { type ListFilter, pageOfLists } from "../src/audience/lists.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Action } from "../src/chat/card.ts";
import type { Context } from "../src/chat/command.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";
import { used } from "./list-card.ts";

const PAGE = 8;
/** Telegram's 64 bytes less the button's name and page. */
const CARRIED = 36;

/** A page (from 0) of the lists that are asked for, with a button for each. */
export async function listsCard(context: Context, filter: ListFilter, at: number): Promise<Answer> {
  const { core, merchant, locale } = context;
  const t = listText[locale];
  const page = Math.max(0, at);
  const { lists, total } = await pageOfLists(core, merchant._id, filter, page, PAGE);
  if (total === 0) return nothing(context, filter);
  const pages = Math.ceil(total / PAGE);
  if (lists.length === 0) return listsCard(context, filter, pages - 1);
  const turned = turns(filter, page, pages, t.button);
  return {
    kind: "card",
    card: {
      title: titleOf(context, filter),
      tone: "neutral",
      sections: [
        {
          kind: "table",
          columns: [t.column.list, t.column.tags, t.column.valid, t.column.made, t.column.used],
          rows: lists.map((list) => [
            `#${list.number} ${list.name}`,
            list.tags.join(" "),
            `${formatNumber(locale, list.valid)}/${formatNumber(locale, list.rows)}`,
            formatTime(list.createdAt, merchant.timeZone),
            used(context, list),
          ]),
        },
      ],
      actions: [
        ...lists.map(({ _id, number, name }) => ({
          id: "lists.show",
          args: [_id],
          label: `#${number} ${cutName(name, 20)}`,
        })),
        ...turned.actions,
        { id: "lists.save", args: [], label: t.button.save, style: "primary" as const },
      ],
      footer: [
        t.page(page + 1, pages, formatNumber(locale, total)),
        ...turned.said(t.morePages),
      ].join(" · "),
    },
  };
}

function nothing({ locale }: Context, filter: ListFilter): Answer {
  const t = listText[locale];
  switch (filter.kind) {
    case "all":
      return notice("info", t.empty);
    case "tag":
      return notice("info", t.notTagged(filter.tag));
    case "words":
      return notice("info", [t.nothing(filter.words), t.usage].join(" "));
  }
}

function titleOf({ locale }: Context, filter: ListFilter): string {
  const t = listText[locale];
  switch (filter.kind) {
    case "all":
      return t.title;
    case "tag":
      return `${t.title} · ${filter.tag}`;
    case "words":
      return `${t.title} · “${filter.words}”`;
  }
}

/** The buttons that turn the page; where they can't carry what was searched for, the command that does. */
function turns(
  filter: ListFilter,
  page: number,
  pages: number,
  label: { readonly previous: string; readonly next: string },
): {
  readonly actions: readonly Action[];
  readonly said: (more: (line: string) => string) => string[];
} {
  const words = filter.kind === "tag" ? filter.tag : filter.kind === "words" ? filter.words : "";
  const carried = !words.includes("|") && Buffer.byteLength(words) <= CARRIED;
  const turn = (to: number, text: string): Action => ({
    id: "lists.page",
    args: [String(to), filter.kind, words],
    label: text,
  });
  const more = page < pages - 1;
  if (!carried) {
    const verb = filter.kind === "tag" ? "tagged" : "find";
    const line = `/sms lists ${verb} ${words} page ${page + 2}`;
    return { actions: [], said: (say) => (more ? [say(line)] : []) };
  }
  const back = page > 0 ? [turn(page - 1, label.previous)] : [];
  return { actions: [...back, ...(more ? [turn(page + 1, label.next)] : [])], said: () => [] };
}

/** What the args of a page's button ask for. */
export function filterOf(kind: string | undefined, words: string): ListFilter {
  if (kind === "tag") return { kind, tag: words };
  return kind === "words" ? { kind, words } : { kind: "all" };
}
