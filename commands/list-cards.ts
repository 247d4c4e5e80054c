import { cutName } from "../src/audience/list-name.ts";
import { type ListFilter, pageOfLists, type SavedList } from "../src/audience/lists.ts";
import { maskPhone } from "../src/audience/phone.ts";
import { campaignsNeeding } from "../src/audience/sweep-lists.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Action, Section } from "../src/chat/card.ts";
import type { Context } from "../src/chat/command.ts";
import { rowFaultText } from "../src/locale/audience-intake.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";

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

/** When a list was last used, and by which campaign. */
function used({ merchant, locale }: Context, { lastUsedAt, lastCampaign }: SavedList): string {
  const t = listText[locale];
  return lastUsedAt === null || lastCampaign === null
    ? t.neverUsed
    : t.usedBy(formatTime(lastUsedAt, merchant.timeZone), lastCampaign.number, lastCampaign.name);
}

/** One list: what it holds, who uses it, and what can be done with it. */
export async function listCard(context: Context, list: SavedList): Promise<Answer> {
  const { merchant, locale } = context;
  const t = listText[locale];
  const n = (value: number) => formatNumber(locale, value);
  const button = (id: string, label: string): Action => ({ id, args: [list._id], label });
  const { title, text, ok, back } = t.delete;
  const confirm = { title: title(cutName(list.name, 40)), text, ok, cancel: back };
  return {
    kind: "card",
    card: {
      title: `#${list.number} ${list.name}`,
      tone: "neutral",
      fields: [
        { label: t.column.valid, value: n(list.valid) },
        { label: t.column.rows, value: n(list.rows) },
        { label: t.column.tags, value: list.tags.length === 0 ? t.noTags : list.tags.join(" ") },
        {
          label: t.column.made,
          value: t.madeBy(formatTime(list.createdAt, merchant.timeZone), list.createdByName),
        },
        { label: t.column.used, value: used(context, list) },
      ],
      sections: [...(await contents(context, list)), ...(await needs(context, list))],
      actions: [
        button("lists.rename", t.button.rename),
        button("lists.tags", t.button.tags),
        button("lists.merge", t.button.merge),
        { ...button("lists.delete", t.button.delete), style: "danger", confirm },
      ],
    },
  };
}

/** Its columns, its first people, masked, and its first bad rows. */
async function contents({ core, locale }: Context, { _id }: SavedList): Promise<Section[]> {
  const t = listText[locale];
  const audience = await core.store.audiences.findOne({ _id });
  const columns = (audience?.file?.columns ?? []).flatMap(({ use }) =>
    use.kind === "variable" ? [`{${use.name}}`] : [],
  );
  const sample = (audience?.file?.sample ?? []).map(({ phone }) => maskPhone(phone));
  const bad = (audience?.faults ?? []).map(({ line, fault }) => [
    [String(line), ...(fault === "" ? [] : [rowFaultText(fault, locale)])].join(" · "),
  ]);
  const lines = [
    ...(columns.length === 0 ? [] : [t.columns(columns.join(" "))]),
    ...(sample.length === 0 ? [] : [sample.join(" ")]),
  ];
  return [
    ...lines.map((line): Section => ({ kind: "text", text: [line] })),
    ...(bad.length === 0 ? [] : [{ kind: "list" as const, title: t.badRows, items: bad }]),
  ];
}

async function needs({ core, merchant, locale }: Context, list: SavedList): Promise<Section[]> {
  const campaigns = await campaignsNeeding(core, merchant._id, list._id);
  if (campaigns.length === 0) return [];
  const t = listText[locale];
  const names = campaigns.map(({ number, name }) => `#${number} ${name}`).join(t.and);
  return [{ kind: "text", text: [t.needed(names)] }];
}

/** Asks once whether a list is to be deleted. */
export async function deleteCard(context: Context, list: SavedList): Promise<Answer> {
  const { locale } = context;
  const t = listText[locale].delete;
  return {
    kind: "card",
    card: {
      title: t.title(list.name),
      tone: "warning",
      sections: [{ kind: "text", text: [t.text] }, ...(await needs(context, list))],
      actions: [{ id: "lists.delete", args: [list._id], label: t.ok, style: "danger" }],
    },
  };
}
