import { maskPhone, parsePhone } from "../src/audience/phone.ts";
import { type Suppression, suppress, unsuppress } from "../src/audience/suppression.ts";
import { audit } from "../src/campaign/audit.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Command, Context } from "../src/chat/command.ts";
import { refuseRole } from "../src/chat/refusals.ts";
import type { Phone } from "../src/ids.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { optoutText } from "../src/locale/optout.ts";
import { regionOf } from "./draft-values.ts";
import { exportOptouts, importForm } from "./optout-lists.ts";

const MOST = 20;

export const optout: Command = {
  name: "optout",
  role: "drafter",
  usage: "add|remove <number> | list | import | export",
  describe: { "zh-CN": "退订与黑名单", en: "opt-outs and blacklist" },
  run: async (context, args) => {
    const [verb = "list"] = args === "" ? [] : args.split(/\s+/u);
    const rest = args.slice(verb.length).trim();
    switch (verb) {
      case "list":
        return list(context);
      case "import":
        return { kind: "form", form: importForm(context) };
      case "export":
        return exportOptouts(context);
      case "add":
        return add(context, rest);
      case "remove":
        return remove(context, rest);
      default:
        return notice("warning", optoutText[context.locale].usage);
    }
  },
};

/** The merchant's own list, and that of the installation, which counts as well and is not theirs to change. */
async function list({ core, merchant, locale }: Context): Promise<Answer> {
  const t = optoutText[locale];
  const total = await core.store.suppressions.count({ merchantId: merchant._id });
  const latest = await core.store.suppressions.find(
    { merchantId: merchant._id },
    { sort: { at: -1 }, limit: MOST },
  );
  const everyones = await core.globalSuppressions.latest(MOST);
  const alsoGlobal = await core.globalSuppressions.find(latest.map(({ phone }) => phone));
  const line = ({ phone, reason, source, at }: Suppression) => [
    maskPhone(phone),
    t.reason[reason],
    t.source[source],
    formatTime(at, merchant.timeZone),
    ...(alsoGlobal.has(phone) ? [t.global.mark] : []),
  ];
  return {
    kind: "card",
    card: {
      title: t.title,
      tone: "neutral",
      sections: [
        {
          kind: "list",
          items: latest.map((entry) => [line(entry).join(" · ")]),
        },
        ...(everyones.total === 0
          ? []
          : [
              {
                kind: "list" as const,
                title: t.global.title(formatNumber(locale, everyones.total)),
                items: everyones.entries.map(({ phone, reason }) => [
                  [maskPhone(phone), t.reason[reason], t.global.mark].join(" · "),
                ]),
              },
            ]),
      ],
      footer: t.count(formatNumber(locale, total)),
    },
  };
}

/** A number as people write it, 138 0013 8000, and what they say after it. */
function numberFirst(
  { merchant }: Context,
  said: string,
): { phone: Phone; rest: string } | undefined {
  const words = said.split(/\s+/u);
  for (let count = 1; count <= words.length; count += 1) {
    const phone = parsePhone(words.slice(0, count).join(""), regionOf(merchant));
    if (typeof phone === "string") return { phone, rest: words.slice(count).join(" ") };
  }
  return undefined;
}

async function add(context: Context, said: string): Promise<Answer> {
  const { core, merchant, member, actor, locale } = context;
  const t = optoutText[locale];
  if (said === "") return notice("warning", t.usage);
  const { phone } = numberFirst(context, said) ?? {};
  if (phone === undefined) return notice("warning", t.invalid(said));
  const masked = maskPhone(phone);
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

/** Whoever takes someone off the list must be able to answer for it: an admin, with the proof noted. */
async function remove(context: Context, said: string): Promise<Answer> {
  const { core, merchant, actor, locale } = context;
  const t = optoutText[locale];
  if (said === "") return notice("warning", t.usage);
  const refused = refuseRole(context, "admin");
  if (refused !== undefined) return refused;
  const { phone, rest: proof = "" } = numberFirst(context, said) ?? {};
  if (phone === undefined) return notice("warning", t.invalid(said));
  if (proof === "") return notice("warning", t.needsProof);
  const masked = maskPhone(phone);
  const was = await unsuppress(core, merchant._id, phone);
  const global = (await core.globalSuppressions.find([phone])).has(phone);
  const stays = global ? [t.global.stays(masked)] : [];
  if (!was) return notice("info", [t.absent(masked), ...stays].join(" "));
  await audit(core, {
    merchantId: merchant._id,
    campaignId: null,
    action: "optout.remove",
    actor,
    detail: { masked, proof },
  });
  return notice(global ? "warning" : "success", [t.removed(masked), ...stays].join(" "));
}
