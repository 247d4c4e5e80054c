import { audit } from "../src/campaign/audit.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import { clockTime } from "../src/chat/cards/campaign-card.ts";
import type { Command, Context } from "../src/chat/command.ts";
import { commandText } from "../src/locale/commands.ts";
import { LOCALES } from "../src/locale/locale.ts";
import { channelKey } from "../src/merchant/member.ts";
import {
  isTimeZone,
  type Merchant,
  merchantSettingsSchema,
  settingsOf,
} from "../src/merchant/merchant.ts";
import { addChannel, removeChannel } from "../src/merchant/people.ts";

/** A setting as people write it: how it reads, and how a written value becomes a change. Undefined: it can't be. */
interface Setting {
  readonly read: (merchant: Merchant) => string;
  readonly write: (
    value: string,
    merchant: Merchant,
  ) => Record<string, string | number | boolean> | undefined;
}

function yesNo(key: "selfApproval" | "contentFailover"): Setting {
  return {
    read: ({ settings }) => (settings[key] ? "on" : "off"),
    write: (value) =>
      value === "on" || value === "off" ? { [`settings.${key}`]: value === "on" } : undefined,
  };
}

type NumberKey =
  | "twoApproversAbove"
  | "perDay"
  | "frequencyDays"
  | "detailDays"
  | "approvalHours"
  | "lowBalance"
  | "testsPerHour"
  | "canaryAbove"
  | "canaryShare"
  | "canaryLeast"
  | "canaryMost"
  | "canarySeconds"
  | "canaryBlocked"
  | "canaryFailed";

function number(key: NumberKey): Setting {
  return {
    read: (merchant) => String(settingsOf(merchant)[key]),
    write: (value) => {
      const parsed = merchantSettingsSchema.shape[key].safeParse(
        /^\d+$/u.test(value) ? Number(value) : undefined,
      );
      return /^\d+$/u.test(value) && parsed.success
        ? { [`settings.${key}`]: parsed.data }
        : undefined;
    },
  };
}

const SETTINGS: Readonly<Record<string, Setting>> = {
  "self-approval": yesNo("selfApproval"),
  "two-approvers-above": number("twoApproversAbove"),
  "per-day": number("perDay"),
  "frequency-days": number("frequencyDays"),
  "detail-days": number("detailDays"),
  "approval-hours": number("approvalHours"),
  "low-balance": number("lowBalance"),
  "tests-per-hour": number("testsPerHour"),
  "content-failover": yesNo("contentFailover"),
  "canary-above": number("canaryAbove"),
  "canary-share": number("canaryShare"),
  "canary-least": number("canaryLeast"),
  "canary-most": number("canaryMost"),
  "canary-seconds": number("canarySeconds"),
  "canary-blocked": number("canaryBlocked"),
  "canary-failed": number("canaryFailed"),
  window: {
    read: ({ settings }) => `${clockTime(settings.windowFrom)}-${clockTime(settings.windowTo)}`,
    write: (value) => {
      const [, h1, m1, h2, m2] =
        /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/u.exec(value) ?? [];
      const from = Number(h1) * 60 + Number(m1);
      const to = Number(h2) * 60 + Number(m2);
      const valid = from < to && to <= 1440 && Number(m1) < 60 && Number(m2) < 60;
      return valid ? { "settings.windowFrom": from, "settings.windowTo": to } : undefined;
    },
  },
  "opt-out-line": {
    read: ({ settings }) => settings.optOutLine,
    write: (value) =>
      value.length <= 40 && value !== "" ? { "settings.optOutLine": value } : undefined,
  },
  signature: {
    read: ({ signature }) => signature,
    write: (value) => (/^[^【】[\]]{2,12}$/u.test(value) ? { signature: value } : undefined),
  },
  "time-zone": {
    read: ({ timeZone }) => timeZone,
    write: (value) => (isTimeZone(value) ? { timeZone: value } : undefined),
  },
  language: {
    read: ({ locale }) => locale,
    write: (value) => (LOCALES.some((locale) => locale === value) ? { locale: value } : undefined),
  },
  /** Whether this very channel gets the merchant's news. */
  channel: { read: () => "on | off", write: () => undefined },
};

async function show({ merchant, locale }: Context): Promise<Answer> {
  const t = commandText[locale].settings;
  const fields = Object.entries(SETTINGS).map(([label, { read }]) => ({
    label,
    value: read(merchant),
  }));
  return {
    kind: "card",
    card: {
      title: t.title,
      tone: "neutral",
      fields,
      sections: [{ kind: "text", text: [t.usage] }],
    },
  };
}

async function setChannel(
  { core, invocation, merchant, locale }: Context,
  value: string,
): Promise<Answer> {
  const t = commandText[locale].settings;
  if (value !== "on" && value !== "off") return notice("warning", t.bad("channel", value));
  const { place } = invocation;
  if (value === "on") await addChannel(core, merchant._id, place);
  else {
    const here = await core.store.channels.findOne({
      _id: channelKey(place),
      merchantId: merchant._id,
    });
    if (here !== undefined) await removeChannel(core, place);
  }
  return notice("success", value === "on" ? t.channelOn : t.channelOff);
}

export const settings: Command = {
  name: "settings",
  role: "drafter",
  usage: "[<name> <value>]",
  describe: { "zh-CN": "查看和修改设置", en: "see and change settings" },
  run: async (context, args) => {
    const { core, merchant, member, actor, locale } = context;
    const t = commandText[locale].settings;
    if (args === "") return show(context);
    const [name = "", ...rest] = args.split(/\s+/u);
    const value = rest.join(" ");
    const setting = SETTINGS[name];
    if (setting === undefined) return notice("warning", t.unknown(name));
    if (value === "") return notice("info", t.saved(name, setting.read(merchant)));
    if (member.role !== "admin") return notice("warning", t.needsAdmin);
    if (name === "channel") return setChannel(context, value);
    const change = setting.write(value, merchant);
    if (change === undefined) return notice("warning", t.bad(name, value));
    await core.store.merchants.updateOne({ _id: merchant._id }, { $set: change });
    await audit(core, {
      merchantId: merchant._id,
      campaignId: null,
      action: "settings.change",
      actor,
      detail: { name, value },
    });
    return notice("success", t.saved(name, value));
  },
};
