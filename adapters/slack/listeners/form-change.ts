import type { App } from "@slack/bolt";
import type { FormValues } from "../../../src/chat/form.ts";
import { readContext } from "../form-context.ts";
import { readValues } from "../form-values.ts";
import { FORM_CALLBACK, OFFER, renderForm, standingInputs, withOffer } from "../form-view.ts";
import { messageView } from "../message-view.ts";
import { type ViewEvent, viewEvent } from "../payloads.ts";
import { invocation, type ListenerContext } from "./context.ts";

/** A live input of a modal: acknowledged, looked at, and the modal re-rendered with what there is to say. */
export function onFormChange(app: App, context: ListenerContext): void {
  app.action({ type: "block_actions", callback_id: FORM_CALLBACK }, async ({ ack, body }) => {
    const changed = viewEvent.parse(body);
    await ack();
    await context.inFlight.run(async () => {
      const { view, user } = changed;
      const form = readContext(view.private_metadata);
      await context.live.changed({
        viewId: view.id,
        hash: view.hash,
        render: async () => {
          const asked = await invocation(context, {
            key: changed.trigger_id,
            workspace: changed.team.id,
            channel: form.channel,
            userId: user.id,
            handle: user.name ?? user.username ?? user.id,
          });
          const entered = readValues(view, context.downloads.incoming);
          const taken = takenOffer(changed);
          const values: FormValues =
            taken === undefined
              ? entered
              : { ...entered, [taken.field]: { kind: "text", text: taken.text } };
          const inputs = standingInputs(view);
          const next = await context.desk.formChange(asked, form.form, form.ref, values);
          return next === undefined
            ? messageView(view.title.text, form.locale, "gone")
            : renderForm(
                next,
                form,
                taken === undefined ? inputs : withOffer(inputs, taken.field, taken.text),
              );
        },
      });
    });
  });
}

/** The wording whose button was pressed, and the field it belongs into. */
function takenOffer({ actions }: ViewEvent) {
  const pressed = actions.find(({ action_id }) => action_id.startsWith(OFFER));
  return pressed?.value == null
    ? undefined
    : { field: pressed.action_id.slice(OFFER.length), text: pressed.value };
}
