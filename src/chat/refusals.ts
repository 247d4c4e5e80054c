import type { Campaign } from "../campaign/campaign.ts";
import { campaignText } from "../locale/campaign.ts";
import { deskText } from "../locale/desk.ts";
import { may, type Role } from "../merchant/member.ts";
import type { Answer } from "./answer.ts";
import type { Context } from "./command.ts";

/** What someone is told whose role is too low; undefined when it is not. */
export function refuseRole({ locale, member }: Context, needed: Role): Answer | undefined {
  if (may(member.role, needed)) return undefined;
  const t = deskText[locale];
  const text = t.needsRole(t.role[needed], t.role[member.role]);
  return { kind: "notice", tone: "warning", text };
}

/** What is told of a campaign whose list of failed recipients was deleted; undefined while it is there. */
export function refuseGoneDetails(
  { locale, merchant }: Context,
  campaign: Campaign,
): Answer | undefined {
  if (campaign.settlement.detailsGoneAt === null) return undefined;
  const text = campaignText[locale].detailsGone(merchant.settings.detailDays);
  return { kind: "notice", tone: "info", text };
}
