import type { AckFn, App, ViewResponseAction, ViewSubmitAction } from "@slack/bolt";
import type { FormOutcome } from "../../../src/chat/answer.ts";
import type { Card } from "../../../src/chat/card.ts";
import { RunningCard } from "../../../src/chat/running-card.ts";
import { slackText } from "../../../src/locale/slack.ts";
import { toChatError } from "../errors.ts";
import { faultView, inlineErrors } from "../fault-view.ts";
import { type FormContext, readContext } from "../form-context.ts";
import { readValues } from "../form-values.ts";
import { FORM_CALLBACK, renderForm } from "../form-view.ts";
import { SLACK_TIMES } from "../limits.ts";
import { messageView, runningView } from "../message-view.ts";
import { type ViewEvent, viewEvent } from "../payloads.ts";
import { asker, invocation, type ListenerContext } from "./context.ts";

type Acknowledge = AckFn<ViewResponseAction>;

/**
 * A submitted modal. Only its acknowledgement can show errors under inputs, so that it waits for the desk; when that
 * takes too long the modal says so, and what comes out is put into it later.
 */
export function onFormSubmit(app: App, context: ListenerContext): void {
  app.view<ViewSubmitAction>(
    { type: "view_submission", callback_id: FORM_CALLBACK },
    async ({ ack, body }) => {
      const submitted = viewEvent.parse(body);
      await context.inFlight.run(() => submit(submitted, ack, context));
    },
  );
}

async function submit(
  submitted: ViewEvent,
  ack: Acknowledge,
  context: ListenerContext,
): Promise<void> {
  const { view, user } = submitted;
  const form = readContext(view.private_metadata);
  const guard = new AbortController();
  const late = context.clock
    .sleep(SLACK_TIMES.submitGuardMs, guard.signal)
    .then(() => "late" as const);
  context.live.close(view.id);
  let working = false;
  const running = new RunningCard(
    {
      show: async (card) => {
        // Until Slack has its answer the window still shows the form.
        if (!working) return;
        const shown = runningView(view.title.text, form.locale, card);
        await context.interactive.views.update({ view_id: view.id, view: shown });
      },
      // What came of it takes its place.
      remove: async () => {},
    },
    context.clock,
    SLACK_TIMES.runningGapMs,
  );
  const work = ask(submitted, form, context, running.show);
  const first = await Promise.race([work, late]);
  guard.abort();
  if (first === "again") {
    await ack();
    return;
  }
  if (first === "late") {
    await ack({
      response_action: "update",
      view: messageView(view.title.text, form.locale, "working"),
    });
    working = true;
    const outcome = await work;
    await running.end();
    if (outcome !== "again") await finishLate(submitted, form, outcome, context);
    return;
  }
  await ack(inTime(submitted, form, first, context));
  if (first.kind === "done" && first.answer.kind !== "form")
    await context.answers.give(first.answer, await person(user.id));

  async function person(userId: string) {
    const who = await context.people.identify(submitted.team.id, userId, userId);
    return asker(context, who, form.channel);
  }
}

async function ask(
  submitted: ViewEvent,
  form: FormContext,
  context: ListenerContext,
  show: (card: Card) => void,
): Promise<FormOutcome | "again"> {
  const { user, view, team } = submitted;
  const asked = await invocation(context, {
    // Not the view's id and hash: both stay the same when a submission with errors is put right.
    key: submitted.trigger_id,
    workspace: team.id,
    channel: form.channel,
    userId: user.id,
    handle: user.name ?? user.username ?? user.id,
  });
  if (!(await context.desk.claim(asked.key))) return "again";
  const values = readValues(view, context.downloads.incoming);
  return context.desk.formSubmit({ ...asked, show }, form.form, form.ref, values);
}

function inTime(
  submitted: ViewEvent,
  form: FormContext,
  outcome: FormOutcome,
  context: ListenerContext,
): ViewResponseAction {
  const { view } = submitted;
  if (outcome.kind === "faults") {
    const errors = inlineErrors(view, outcome.faults);
    return errors === undefined
      ? { response_action: "update", view: faultView(view, form.locale, outcome.faults) }
      : { response_action: "errors", errors };
  }
  if (outcome.answer.kind !== "form") return { response_action: "clear" };
  try {
    return { response_action: "update", view: renderForm(outcome.answer.form, form) };
  } catch (error) {
    context.log.error({ why: String(error) }, "a form can't be shown in Slack");
    const done = slackText[form.locale].notShown;
    return { response_action: "update", view: messageView(view.title.text, form.locale, { done }) };
  }
}

async function finishLate(
  submitted: ViewEvent,
  form: FormContext,
  outcome: FormOutcome,
  context: ListenerContext,
): Promise<void> {
  const { view, user, team } = submitted;
  const next =
    outcome.kind === "faults"
      ? faultView(view, form.locale, outcome.faults)
      : outcome.answer.kind === "form"
        ? renderForm(outcome.answer.form, form)
        : messageView(view.title.text, form.locale, { done: undefined });
  let seen = true;
  try {
    await context.interactive.views.update({ view_id: view.id, view: next });
  } catch (error) {
    // The person closed the window, or Slack is slow: the answer itself still goes out below.
    seen = false;
    const failure = toChatError(error, slackText[context.locale]);
    context.log.info({ why: failure.message }, "a submitted window is no longer there");
  }
  const who = await context.people.identify(team.id, user.id, user.id);
  const back = asker(context, who, form.channel);
  if (outcome.kind === "done" && outcome.answer.kind !== "form")
    await context.answers.give(outcome.answer, back);
  else if (!seen && outcome.kind === "faults")
    await context.answers.give(
      { kind: "notice", tone: "danger", text: Object.values(outcome.faults).join("\n") },
      back,
    );
  else if (!seen && outcome.kind === "done") await context.answers.give(outcome.answer, back);
}
