import { cutName } from "../src/audience/list-name.ts";
import type { SavedList } from "../src/audience/lists.ts";
import { maskPhone } from "../src/audience/phone.ts";
import { campaignsNeeding } from "../src/audience/sweep-lists.ts";
import type { Answer } from "../src/chat/answer.ts";
import type { Action, Section } from "../src/chat/card.ts";
import type { Context } from "../src/chat/command.ts";
import { rowFaultText } from "../src/locale/audience-intake.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";

/** When a list was last used, and by which campaign. */
export function used(
  { merchant, locale }: Context,
  { lastUsedAt, lastCampaign }: SavedList,
): string {
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
