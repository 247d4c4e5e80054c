import type { App } from "@slack/bolt";
import { slashCommand } from "../payloads.ts";
import { unescapeMrkdwn } from "../text.ts";
import { asker, invocation, type ListenerContext } from "./context.ts";

/** `/sms …`: acknowledged first, answered after. */
export function onCommand(app: App, name: string, context: ListenerContext): void {
  app.command(name, async ({ ack, body }) => {
    const command = slashCommand.parse(body);
    await ack();
    await context.inFlight.run(async () => {
      const asked = await invocation(context, {
        key: command.trigger_id,
        workspace: command.team_id,
        channel: command.channel_id,
        userId: command.user_id,
        handle: command.user_name,
      });
      if (!(await context.desk.claim(asked.key))) return;
      const answer = await context.desk.command(asked, unescapeMrkdwn(command.text).trim());
      await context.answers.give(
        answer,
        asker(context, asked.who, command.channel_id, {
          responseUrl: command.response_url,
          triggerId: command.trigger_id,
        }),
      );
    });
  });
}
