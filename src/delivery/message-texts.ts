import { parsePersonalText, renderPersonalText } from "../audience/personal-text.ts";
import type { Campaign, Plan } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { RecipientId } from "../ids.ts";
import type { Recipient } from "./recipient.ts";

/**
 * What each recipient gets, as it will arrive: their variant's text with what their row of the audience holds. Rows
 * don't change once stored, so that it is what was approved. Whose text can't be written is not in it.
 */
export async function messageTexts(
  core: Core,
  campaign: Campaign,
  plan: Plan,
  recipients: readonly Recipient[],
): Promise<ReadonlyMap<RecipientId, string>> {
  const texts = {
    A: parsePersonalText(plan.text),
    B: parsePersonalText(plan.second?.text ?? plan.text),
  };
  const isPersonal = [texts.A, texts.B].some(({ parts }) =>
    parts.some(({ kind }) => kind === "variable"),
  );
  const rowIdOf = ({ line }: Recipient) => `${campaign.audienceId}:${line}`;
  const rows = isPersonal
    ? await core.store.audienceRows.find({ _id: { $in: recipients.map(rowIdOf) } })
    : [];
  const byId = new Map(rows.map((row) => [row._id, row]));
  return new Map(
    recipients.flatMap((recipient) => {
      const variables = byId.get(rowIdOf(recipient))?.variables ?? {};
      const rendered = renderPersonalText(texts[recipient.variant ?? "A"], variables);
      return rendered.ok ? [[recipient._id, rendered.text] as const] : [];
    }),
  );
}
