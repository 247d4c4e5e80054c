import { maskPhone, parsePhone } from "../src/audience/phone.ts";
import { suppress, unsuppress } from "../src/audience/suppression.ts";
import { audit } from "../src/campaign/audit.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Command, Context } from "../src/chat/command.ts";
import { refuseRole } from "../src/chat/refusals.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { regionOf } from "./draft-values.ts";

const MOST = 20;

async function list({ core, merchant, locale }: Context): Promise<Answer> {
  const t = commandText[locale].optout;
  const total = await core.store.suppressions.count({ merchantId: merchant._id });
  const latest = await core.store.suppressions.find(
    { merchantId: merchant._id },
    { sort: { at: -1 }, limit: MOST },
  );
  return {
    kind: "card",
    card: {
      title: t.title,
      tone: "neutral",
      sections: [
        {
          kind: "list",
          items: latest.map((entry) => [
            `${maskPhone(entry.phone)} · ${t.reason[entry.reason]} · ${t.source[entry.source]} · ${formatTime(entry.at, merchant.timeZone)}`,
          ]),
        },
      ],
      footer: t.count(formatNumber(locale, total)),
    },
  };
}

export const optout: Command = {
  name: "optout",
  role: "drafter",
  usage: "add|remove <number> | list",
  describe: { "zh-CN": "退订与黑名单", en: "opt-outs and blacklist" },
  run: async (context, args) => {
    const { core, merchant, member, actor, locale } = context;
    const t = commandText[locale].optout;
    const [verb = "list", ...rest] = args === "" ? [] : args.split(/\s+/u);
    if (verb === "list") return list(context);
    const raw = rest.join("");
    if ((verb !== "add" && verb !== "remove") || raw === "") return notice("warning", t.usage);
    const phone = parsePhone(raw, regionOf(merchant));
    if (typeof phone !== "string") return notice("warning", t.invalid(raw));
    const masked = maskPhone(phone);
    if (verb === "add") {
      const entry = { merchantId: merchant._id, phone, reason: "opted_out" as const };
      await suppress(core, [{ ...entry, source: "member", detail: member.name }]);
      await audit(core, {
        merchantId: merchant._id,
        campaignId: null,
        action: "optout.add",
        actor,
        detail: { masked },
      });
      return notice("success", t.added(masked));
    }
    // Whoever takes someone off the list must be able to answer for it.
    const refused = refuseRole(context, "admin");
    if (refused !== undefined) return refused;
    const was = await unsuppress(core, merchant._id, phone);
    if (!was) return notice("info", t.absent(masked));
    await audit(core, {
      merchantId: merchant._id,
      campaignId: null,
      action: "optout.remove",
      actor,
      detail: { masked },
    });
    return notice("success", t.removed(masked));
  },
};
