import type { App } from "@slack/bolt";
import { readContext } from "../form-context.ts";
import { FORM_CALLBACK } from "../form-view.ts";
import { viewClosed } from "../payloads.ts";
import { invocation, type ListenerContext } from "./context.ts";

/** A modal closed with its close button. Slack sends this once and does not mind if it is lost. */
export function onFormClose(app: App, context: ListenerContext): void {
  app.view({ type: "view_closed", callback_id: FORM_CALLBACK }, async ({ ack, body }) => {
    const closed = viewClosed.parse(body);
    await ack();
    await context.inFlight.run(async () => {
      const { view, user, team } = closed;
      context.live.close(view.id);
      const form = readContext(view.private_metadata);
      const asked = await invocation(context, {
        key: `closed:${view.id}`,
        workspace: team.id,
        channel: form.channel,
        userId: user.id,
        handle: user.name ?? user.username ?? user.id,
      });
      if (await context.desk.claim(asked.key))
        await context.desk.formCancel(asked, form.form, form.ref);
    });
  });
}
