import { audit } from "../src/campaign/audit.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Command, Context } from "../src/chat/command.ts";
import { randomId } from "../src/ids.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { may } from "../src/merchant/member.ts";
import { grantQuota, readQuota } from "../src/settlement/quota.ts";

const GRANT_MOST = 100_000_000;

async function show({ core, merchant, locale }: Context): Promise<Answer> {
  const t = commandText[locale].balance;
  const quota = await readQuota(core, merchant._id);
  const n = (value: number) => formatNumber(locale, value);
  const ids = Object.keys(quota.holds).map((hold) => hold.replace(/v\d+$/u, ""));
  const campaigns = await core.store.campaigns.find({ _id: { $in: ids } });
  const items = campaigns.flatMap((campaign) => {
    const hold = quota.holds[`${campaign._id}v${campaign.version}`];
    return hold === undefined ? [] : [[t.hold(campaign.number, campaign.name, n(hold.reserved))]];
  });
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
      ],
      ...(items.length === 0 ? {} : { sections: [{ kind: "list", title: t.holds, items }] }),
    },
  };
}

export const balance: Command = {
  name: "balance",
  role: "drafter",
  usage: "[grant <segments> <reason>]",
  describe: { "zh-CN": "短信余额", en: "quota" },
  run: async (context, args) => {
    const { core, merchant, member, actor, locale } = context;
    const t = commandText[locale].balance;
    if (args === "") return show(context);
    const [, amount = "", reason = ""] = /^grant\s+(\d{1,9})\s+(\S.*)$/u.exec(args) ?? [];
    const segments = Number(amount);
    if (amount === "" || segments < 1 || segments > GRANT_MOST) return notice("warning", t.usage);
    if (!may(member.role, "admin")) return notice("warning", t.needsAdmin);
    const grant = { merchantId: merchant._id, segments, key: randomId(), by: member._id, reason };
    await grantQuota(core, grant);
    await audit(core, {
      merchantId: merchant._id,
      campaignId: null,
      action: "quota.grant",
      actor,
      detail: { segments, reason },
    });
    return notice("success", t.granted1(formatNumber(locale, segments)));
  },
};
