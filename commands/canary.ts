import type { Answer } from "../src/chat/answer.ts";
import { notice, withPressed } from "../src/chat/campaign-ref.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { ActionHandler, Context } from "../src/chat/command.ts";
import { type CanaryDecision, decideCanary } from "../src/delivery/canary-decisions.ts";
import type { ProviderId } from "../src/ids.ts";
import { laneText } from "../src/locale/lanes.ts";

async function decide(
  context: Context,
  args: readonly string[],
  decision: CanaryDecision,
): Promise<Answer> {
  const { core, locale, actor } = context;
  const t = laneText[locale].canary;
  const provider = (args[1] ?? "") as ProviderId;
  return withPressed(context, args, async (campaign) => {
    const outcome = await decideCanary(core, campaign, provider, decision, actor);
    const name = providerNames(core)(provider);
    switch (outcome.kind) {
      case "taken":
        return notice("success", (decision === "go" ? t.went : t.moved)(campaign.number, name));
      case "nowhere":
        return notice("warning", t.nowhere);
      case "nothing_asked": {
        const by = outcome.canary && "by" in outcome.canary ? outcome.canary.by : undefined;
        return notice("info", by === undefined ? t.nothingAsked : t.alreadyBy(by));
      }
    }
  });
}

/** The answers to a first share that looked wrong. Cancelling is the campaign's own button. */
export const canaryHandlers: readonly ActionHandler[] = [
  { id: "canary.go", role: "approver", run: (context, args) => decide(context, args, "go") },
  { id: "canary.move", role: "approver", run: (context, args) => decide(context, args, "move") },
];
