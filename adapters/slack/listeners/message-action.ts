import type { App } from "@slack/bolt";
import { slackText } from "../../../src/locale/slack.ts";
import { decodeAction } from "../action-id.ts";
import { OPEN_FORM } from "../answers.ts";
import { messageAction } from "../payloads.ts";
import { asker, invocation, type ListenerContext } from "./context.ts";

/** A button of a message. One listener for all of them: two that match would both run. */
export function onMessageAction(app: App, context: ListenerContext): void {
  app.action({ type: "block_actions" }, async ({ ack, body }) => {
    if ("view" in body && body.view !== undefined) return;
    const pressed = messageAction.parse(body);
    await ack();
    await context.inFlight.run(async () => {
      const [button] = pressed.actions;
      const channel = pressed.channel.id;
      const asked = await invocation(context, {
        key: pressed.trigger_id,
        workspace: pressed.team.id,
        channel,
        userId: pressed.user.id,
        handle: pressed.user.name ?? pressed.user.username ?? pressed.user.id,
      });
      if (!(await context.desk.claim(asked.key))) return;
      const back = asker(context, asked.who, channel, {
        responseUrl: pressed.response_url,
        triggerId: pressed.trigger_id,
      });
      const { id, args } = decodeAction(button.value);
      if (id === OPEN_FORM) {
        const form = context.pending.find(args[0] ?? "", pressed.user.id);
        const expired = { kind: "notice", tone: "warning" } as const;
        await context.answers.give(
          form === undefined
            ? { ...expired, text: slackText[back.locale].openExpired }
            : { kind: "form", form },
          back,
        );
        return;
      }
      await context.answers.give(await context.desk.action(asked, id, args), back);
    });
  });
}
