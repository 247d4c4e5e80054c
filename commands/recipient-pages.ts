import { type AuditEntry, audit } from "../src/campaign/audit.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Action } from "../src/chat/card.ts";
import type { Context } from "../src/chat/command.ts";
import { refuseGoneDetails } from "../src/chat/refusals.ts";
import { csvFile, csvPhone } from "../src/csv-file.ts";
import type { Recipient } from "../src/delivery/recipient.ts";
import type { RecipientList } from "../src/delivery/recipient-list.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";

const PAGE = 20;

/** Some of a campaign's recipients as people turn its pages and export it. */
export interface Listing {
  /** Names the buttons' handlers: `<id>.page` and `<id>.export`. */
  readonly id: string;
  readonly recipients: RecipientList;
  readonly title: string;
  /** Said when nobody is in it. */
  readonly none: string;
  /** What is said of each recipient beside the number, by column. */
  readonly columns: readonly string[];
  readonly cells: (recipient: Recipient) => readonly string[];
  /** What its buttons say of it, after the campaign, its version and the page. */
  readonly args?: readonly string[];
  /** Buttons beside its own. */
  readonly more?: readonly Action[];
  readonly file: string;
  /** How an export is called in the audit trail, and what is noted besides. */
  readonly audited: { readonly action: string; readonly detail?: AuditEntry["detail"] };
}

/** A button that opens a page of a listing, from 0. */
export function pageButton(
  campaign: Campaign,
  id: Listing["id"],
  page: number,
  label: string,
  args: readonly string[] = [],
): Action {
  const about = [campaign._id, String(campaign.version), String(page), ...args];
  return { id: `${id}.page`, args: about, label };
}

/** One page of a listing, numbers masked; or why there is none. */
export async function showPage(
  context: Context,
  campaign: Campaign,
  listing: Listing,
  at: number,
): Promise<Answer> {
  const { locale } = context;
  const t = commandText[locale].failures;
  const gone = refuseGoneDetails(context, campaign);
  if (gone !== undefined) return gone;
  const { id, recipients, columns, cells, args = [] } = listing;
  const total = await recipients.count();
  if (total === 0) return notice("info", listing.none);
  const pages = Math.ceil(total / PAGE);
  const shown = Math.min(Math.max(0, at), pages - 1);
  const people = await recipients.page(shown, PAGE);
  const turn = (to: number, label: string) => pageButton(campaign, id, to, label, args);
  return {
    kind: "card",
    card: {
      title: listing.title,
      tone: "neutral",
      sections: [
        {
          kind: "table",
          columns: [campaignText[locale].column.number, ...columns],
          rows: people.map((recipient) => [recipient.masked || "—", ...cells(recipient)]),
        },
      ],
      actions: [
        ...(shown > 0 ? [turn(shown - 1, t.previous)] : []),
        ...(shown < pages - 1 ? [turn(shown + 1, t.next)] : []),
        {
          id: `${id}.export`,
          args: [campaign._id, String(campaign.version), "0", ...args],
          label: t.export,
        },
        ...(listing.more ?? []),
      ],
      footer: `${t.page(shown + 1, pages)} · ${formatNumber(locale, total)}`,
    },
  };
}

/** A listing as a file: whole numbers for admins only, masked for everyone else; each export is in the audit trail. */
export async function exportListing(
  context: Context,
  campaign: Campaign,
  { recipients, columns, cells, file, audited }: Listing,
): Promise<Answer> {
  const { core, merchant, member, actor, locale } = context;
  const t = commandText[locale].failures;
  const gone = refuseGoneDetails(context, campaign);
  if (gone !== undefined) return gone;
  const whole = member.role === "admin";
  const rows: (readonly string[])[] = [[campaignText[locale].column.number, ...columns]];
  for await (const recipient of recipients.all()) {
    const number = whole ? csvPhone(recipient.phone ?? "") : recipient.masked;
    rows.push([number, ...cells(recipient)]);
  }
  const count = rows.length - 1;
  await audit(core, {
    merchantId: merchant._id,
    campaignId: campaign._id,
    action: audited.action,
    actor,
    detail: { rows: count, whole, ...audited.detail },
  });
  const masked = whole ? [] : [t.masked];
  const note = [t.exported(formatNumber(locale, count)), ...masked].join(" ");
  return { kind: "file", name: file, content: csvFile(rows), note };
}
