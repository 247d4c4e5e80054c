import { audit } from "../src/campaign/audit.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Rich } from "../src/chat/card.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import { csvFile } from "../src/csv-file.ts";
import { randomId } from "../src/ids.ts";
import { localTime, momentOf } from "../src/local-time.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { quotaText } from "../src/locale/quota.ts";
import { may } from "../src/merchant/member.ts";
import { settingsOf } from "../src/merchant/merchant.ts";
import { chargedSince, forecast } from "../src/settlement/forecast.ts";
import { enoughAgain } from "../src/settlement/low-balance.ts";
import {
  correctQuota,
  grantQuota,
  type LedgerEntry,
  type QuotaAccount,
  readQuota,
} from "../src/settlement/quota.ts";

const GRANT_MOST = 100_000_000;
const SHOWN = 8;
const BATCH = 500;

async function show(context: Context): Promise<Answer> {
  const { core, merchant, locale } = context;
  const t = commandText[locale].balance;
  const words = quotaText[locale].balance;
  const quota = await readQuota(core, merchant._id);
  const n = (value: number) => formatNumber(locale, value);
  const { year, month } = localTime(core.clock.now(), merchant.timeZone);
  const first = momentOf({ year, month, day: 1, minutes: 0 }, merchant.timeZone);
  const holds = await holdItems(context, quota);
  const lines = await core.store.ledger.find(
    { merchantId: merchant._id },
    { sort: { at: -1 }, limit: SHOWN },
  );
  const moved = await cellsOf(context, lines);
  const { at, kind, segments, campaign, reason } = words.column;
  return {
    kind: "card",
    card: {
      title: t.title,
      tone: "neutral",
      fields: [
        { label: t.free, value: n(quota.free) },
        { label: t.reserved, value: n(quota.reserved) },
        { label: t.charged, value: n(quota.charged) },
        { label: t.granted, value: n(quota.granted) },
        { label: words.month, value: n(await chargedSince(core, merchant._id, first)) },
        { label: words.forecast, value: await forecastText(context, quota) },
      ],
      sections: [
        ...(holds.length === 0 ? [] : [{ kind: "list" as const, title: t.holds, items: holds }]),
        {
          kind: "table",
          title: words.movements,
          columns: [at, kind, segments, campaign, reason],
          rows: moved.map(([at = "", kind = "", segments = "", campaign = "", , reason = ""]) => [
            at,
            kind,
            segments,
            campaign,
            reason,
          ]),
        },
      ],
      actions: [{ id: "balance.export", args: [], label: words.export }],
    },
  };
}

/** Which campaigns hold how much. */
async function holdItems(
  { core, locale }: Context,
  { holds }: QuotaAccount,
): Promise<readonly Rich[]> {
  const t = commandText[locale].balance;
  const ids = Object.keys(holds).map((hold) => hold.replace(/v\d+$/u, ""));
  const campaigns = await core.store.campaigns.find({ _id: { $in: ids } });
  const byId = new Map<string, (typeof campaigns)[number]>(campaigns.map((one) => [one._id, one]));
  return Object.entries(holds).map(([hold, { reserved }]) => {
    const campaign = byId.get(hold.replace(/v\d+$/u, ""));
    const segments = formatNumber(locale, reserved);
    return campaign === undefined
      ? [quotaText[locale].balance.testHold(segments)]
      : [t.hold(campaign.number, campaign.name, segments)];
  });
}

async function forecastText({ core, locale }: Context, quota: QuotaAccount): Promise<string> {
  const t = quotaText[locale].balance;
  const told = await forecast(core, quota);
  switch (told.kind) {
    case "too_early":
      return t.tooEarly;
    case "unused":
      return t.unused;
    case "days": {
      const pace = formatNumber(locale, Math.round(told.perDay * 10) / 10);
      return t.days(formatNumber(locale, told.days), pace);
    }
  }
}

/** When, what, how many, for which campaign, by whom, why: each line's, whose campaigns and members are read together. */
async function cellsOf(
  { core, merchant, locale }: Context,
  lines: readonly LedgerEntry[],
): Promise<string[][]> {
  const t = quotaText[locale].balance;
  const ids = new Set(lines.flatMap(({ campaignId }) => campaignId ?? []));
  const people = new Set(lines.flatMap(({ by }) => by ?? []));
  const campaigns = await core.store.campaigns.find({ _id: { $in: [...ids] } });
  const members = await core.store.members.find({ _id: { $in: [...people] } });
  const numbers = new Map<string, number>(campaigns.map(({ _id, number }) => [_id, number]));
  const names = new Map<string, string>(members.map(({ _id, name }) => [_id, name]));
  return lines.map(({ at, kind, segments, campaignId, by, reason }) => {
    const number = numbers.get(campaignId ?? "");
    return [
      formatTime(at, merchant.timeZone),
      t.kind[kind],
      String(segments),
      number === undefined ? "" : `#${number}`,
      names.get(by ?? "") ?? t.system,
      reason,
    ];
  });
}

/** The whole history as a file, for admins; each export is in the audit trail. */
async function exported(context: Context): Promise<Answer> {
  const { core, merchant, member, actor, locale } = context;
  const t = quotaText[locale].balance;
  if (!may(member.role, "admin")) return notice("warning", t.needsAdmin);
  const { at, kind, segments, campaign, by, reason } = t.column;
  const rows = [[at, kind, segments, campaign, by, reason]];
  let batch: LedgerEntry[] = [];
  const flush = async () => {
    rows.push(...(await cellsOf(context, batch)));
    batch = [];
  };
  const lines = core.store.ledger.stream({ merchantId: merchant._id }, { sort: { at: 1 } });
  for await (const line of lines) {
    batch.push(line);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  await audit(core, {
    merchantId: merchant._id,
    campaignId: null,
    action: "quota.export",
    actor,
    detail: { rows: rows.length - 1 },
  });
  const note = t.exported(formatNumber(locale, rows.length - 1));
  return { kind: "file", name: t.file, content: csvFile(rows), note };
}

export const balanceExport: ActionHandler = {
  id: "balance.export",
  role: "drafter",
  run: (context) => exported(context),
};

export const balance: Command = {
  name: "balance",
  role: "drafter",
  usage: "[grant <segments> <reason>]",
  describe: { "zh-CN": "短信余额", en: "quota" },
  run: async (context, args) => {
    const { merchant, member, locale } = context;
    const t = commandText[locale].balance;
    if (args === "") return show(context);
    const [, sign = "", amount = "", reason = ""] =
      /^grant\s+([-−]?)(\d{1,9})\s+(\S.*)$/u.exec(args) ?? [];
    const segments = Number(amount);
    if (amount === "" || segments < 1 || segments > GRANT_MOST) return notice("warning", t.usage);
    if (!may(member.role, "admin")) return notice("warning", t.needsAdmin);
    const change = { merchantId: merchant._id, segments, key: randomId(), by: member._id, reason };
    return sign === "" ? grant(context, change) : correct(context, change);
  },
};

type Change = Parameters<typeof grantQuota>[1];

async function grant(context: Context, change: Change): Promise<Answer> {
  const { core, merchant, locale } = context;
  await grantQuota(core, change);
  await enoughAgain(core, merchant._id, settingsOf(merchant).lowBalance);
  await noteChange(context, "quota.grant", change);
  return notice(
    "success",
    commandText[locale].balance.granted1(formatNumber(locale, change.segments)),
  );
}

async function correct(context: Context, change: Change): Promise<Answer> {
  const { core, locale } = context;
  const t = quotaText[locale].balance;
  const done = await correctQuota(core, change);
  if (!done.ok) return notice("warning", t.tooFew(formatNumber(locale, done.free)));
  await noteChange(context, "quota.correct", change);
  return notice("success", t.corrected(formatNumber(locale, change.segments)));
}

function noteChange({ core, merchant, actor }: Context, action: string, change: Change) {
  const { segments, reason } = change;
  return audit(core, {
    merchantId: merchant._id,
    campaignId: null,
    action,
    actor,
    detail: { segments, reason },
  });
}
