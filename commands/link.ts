import { audit } from "../src/campaign/audit.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Command } from "../src/chat/command.ts";
import type { Invocation } from "../src/chat/invocation.ts";
import { refuseRole } from "../src/chat/refusals.ts";
import type { Core } from "../src/core.ts";
import { commandText } from "../src/locale/commands.ts";
import type { Locale } from "../src/locale/locale.ts";
import { makeLinkCode, useLinkCode } from "../src/merchant/link.ts";
import { addIdentity, joinPlace } from "../src/merchant/people.ts";

/** Enters a code: joins this chat to a merchant, or this account to a member. */
export async function enterCode(
  core: Core,
  invocation: Invocation,
  locale: Locale,
  entered: string,
): Promise<Answer> {
  const t = commandText[locale].link;
  const code = await useLinkCode(core, entered);
  const merchant = code && (await core.store.merchants.findOne({ _id: code.merchantId }));
  const member = code && (await core.store.members.findOne({ _id: code.memberId }));
  if (code === undefined || merchant === undefined || member === undefined)
    return notice("warning", t.bad);
  const { who, place } = invocation;
  const linked =
    code.kind === "chat"
      ? (await joinPlace(core, merchant._id, place)).inserted
      : await addIdentity(core, merchant._id, who, member._id);
  if (!linked) return notice("warning", code.kind === "chat" ? t.otherMerchant : t.taken);
  await audit(core, {
    merchantId: merchant._id,
    campaignId: null,
    action: `link.${code.kind}`,
    actor: {
      kind: "member",
      member: member._id,
      name: member.name,
      place: { platform: place.platform, channel: place.channel },
    },
    detail: { by: who.displayName },
  });
  return notice(
    "success",
    code.kind === "chat" ? t.chatJoined(merchant.name) : t.personJoined(member.name),
  );
}

export const link: Command = {
  name: "link",
  role: "drafter",
  usage: "[me | <code>]",
  describe: { "zh-CN": "把 Telegram 聊天或账号加进来", en: "join a Telegram chat or account" },
  run: async (context, args) => {
    const { core, invocation, merchant, member, locale } = context;
    const t = commandText[locale].link;
    const own = { merchantId: merchant._id, memberId: member._id };
    if (args === "me") {
      return notice("info", t.personCode(await makeLinkCode(core, { ...own, kind: "person" })));
    }
    if (args !== "") return enterCode(core, invocation, locale, args);
    const refused = refuseRole(context, "admin");
    if (refused !== undefined) return refused;
    return notice("info", t.chatCode(await makeLinkCode(core, { ...own, kind: "chat" })));
  },
};
