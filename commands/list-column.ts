import { EmptyAudienceError, type SavedAudience } from "../src/audience/audience.ts";
import { confirmColumn, phoneColumns, withPhoneColumn } from "../src/audience/phone-column.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import { editDraft } from "../src/campaign/drafts.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withPressed } from "../src/chat/campaign-ref.ts";
import { columnActions, columnName, listSections } from "../src/chat/cards/list-sections.ts";
import type { ActionHandler, Context } from "../src/chat/command.ts";
import { refreshCampaign } from "../src/chat/live-message.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { planningText } from "../src/locale/planning.ts";
import { regionOf } from "./draft-values.ts";

/** Asks which of several columns holds the numbers. */
export function columnQuestion(
  { locale }: Context,
  campaign: Campaign,
  audience: SavedAudience,
): Answer {
  return {
    kind: "card",
    card: {
      title: planningText[locale].whichColumn,
      tone: "warning",
      sections: listSections(audience, locale),
      actions: columnActions(campaign, audience, locale),
    },
  };
}

/** A person says which column the numbers are in: the one that was taken, or another. */
export const columnAction: ActionHandler = {
  id: "list.column",
  role: "drafter",
  run: (context, args) =>
    withPressed(context, args, async (campaign, version): Promise<Answer> => {
      const { core, merchant, member, actor, locale } = context;
      const t = planningText[locale];
      const changed = notice("warning", commandText[locale].changedSince(campaign.version));
      if (campaign.version !== version) return changed;
      const audience = await core.store.audiences.findOne({ _id: campaign.audienceId });
      const column = audience?.file?.columns.find(({ at }) => String(at) === args[2]);
      if (audience === undefined || column === undefined) return changed;
      const name = columnName(column, locale);
      if (phoneColumns(audience)[0]?.at === column.at) {
        await confirmColumn(core, audience, member.name);
        await refreshCampaign(core, campaign._id);
        return notice("success", t.columnConfirmed(name));
      }
      try {
        const region = regionOf(merchant);
        const made = await withPhoneColumn(core, audience, column.at, region, member.name);
        if (made === undefined) return notice("warning", t.columnLost);
        const content = { audienceId: made._id };
        const edited = await editDraft(core, campaign, member, actor, content);
        if (edited === undefined) return changed;
        return notice("success", t.columnChanged(name, formatNumber(locale, made.valid)));
      } catch (error) {
        if (error instanceof EmptyAudienceError) return notice("warning", t.columnEmpty(name));
        throw error;
      }
    }),
};
