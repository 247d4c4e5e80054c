import type { App } from "@slack/bolt";
import { RunningCard } from "../../../src/chat/running-card.ts";
import { slackText } from "../../../src/locale/slack.ts";
import { toChatError } from "../errors.ts";
import { SLACK_TIMES } from "../limits.ts";
import { fileShared } from "../payloads.ts";
import { runningMessage } from "../running-message.ts";
import { asker, invocation, type ListenerContext } from "./context.ts";

/** A file dropped where the bot can see it. Slack tells us of our own files as well: those are none of our business. */
export function onFile(app: App, context: ListenerContext): void {
  app.event("file_shared", async ({ body }) => {
    const shared = fileShared.parse(body);
    const { file_id, user_id, channel_id } = shared.event;
    if (user_id === context.identity()?.botUserId) return;
    await context.inFlight.run(async () => {
      const asked = await invocation(context, {
        key: shared.event_id,
        workspace: shared.team_id,
        channel: channel_id,
        userId: user_id,
        handle: user_id,
      });
      if (!(await context.desk.claim(asked.key))) return;
      const back = asker(context, asked.who, channel_id);
      try {
        const file = await context.downloads.find(file_id);
        const running = new RunningCard(
          runningMessage(context.interactive, channel_id),
          context.clock,
          SLACK_TIMES.runningGapMs,
        );
        const answer = await context.desk
          .file({ ...asked, show: running.show }, file)
          .finally(() => running.end());
        await context.answers.give(answer, back);
      } catch (error) {
        const failure = toChatError(error, slackText[back.locale]);
        await context.answers.give({ kind: "notice", tone: "danger", text: failure.message }, back);
      }
    });
  });
}
