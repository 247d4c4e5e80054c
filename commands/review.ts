import { editDraft } from "../src/campaign/drafts.ts";
import type { Answer, FormOutcome } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Context, FormHandler } from "../src/chat/command.ts";
import { refuseRole } from "../src/chat/refusals.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatTime } from "../src/locale/format.ts";
import { reviewText } from "../src/locale/review.ts";
import type { Finding } from "../src/policy/finding.ts";
import { mendedDraft } from "../src/review/draft-review.ts";
import { answerRegistration } from "../src/review/registration.ts";
import { silence } from "../src/review/silence.ts";
import { type Reviewed, readSubject, reviewSubject } from "../src/review/subject.ts";
import { checkCard } from "./check.ts";
import { newDraftForm } from "./draft.ts";
import { findingNamed, HANDLING, type Handling, reviewForm, SILENCE_DAYS } from "./review-form.ts";

type Found = Reviewed & { readonly kind: "found" };

/** Runs with the text that a button or a form is about, or says why it is no more. */
async function withSubject<T>(
  { core, merchant, locale }: Context,
  args: readonly string[],
  otherwise: (answer: Answer) => T,
  run: (found: Found) => Promise<T>,
): Promise<T> {
  const subject = readSubject(args);
  const reviewed: Reviewed =
    subject === undefined
      ? { kind: "gone" }
      : await reviewSubject(core, { ...merchant, locale }, subject);
  switch (reviewed.kind) {
    case "gone":
      return otherwise(notice("warning", reviewText[locale].gone));
    case "changed":
      return otherwise(notice("warning", commandText[locale].changedSince(reviewed.version)));
    case "found":
      return run(reviewed);
  }
}

const asAnswer = (answer: Answer): Answer => answer;

/** Puts the suggested wording in place: of a draft in the draft, of a checked text in a new answer. */
const mendAction: ActionHandler = {
  id: "review.mend",
  role: "drafter",
  run: (context, args) =>
    withSubject(context, args, asAnswer, async ({ text, report, campaign }): Promise<Answer> => {
      const { core, merchant, member, actor, locale } = context;
      const t = reviewText[locale];
      const mended = mendedDraft(merchant, text, report.findings);
      if (mended === undefined) return notice("info", t.nothingToMend);
      if (campaign === undefined) return checkCard(context, mended);
      const edited = await editDraft(core, campaign, member, actor, { text: mended });
      return edited === undefined
        ? notice("warning", commandText[locale].changedSince(campaign.version))
        : notice("success", t.mended);
    }),
};

const handleAction: ActionHandler = {
  id: "review.handle",
  role: "drafter",
  run: (context, args) =>
    withSubject(context, args, asAnswer, async ({ report }): Promise<Answer> => {
      const form = reviewForm(context, args.join(":"), report.findings, {});
      return form === undefined
        ? notice("info", reviewText[context.locale].form.noFindings)
        : { kind: "form", form };
    }),
};

const draftAction: ActionHandler = {
  id: "review.draft",
  role: "drafter",
  run: (context, args) =>
    withSubject(
      context,
      args,
      asAnswer,
      async ({ text }): Promise<Answer> => ({
        kind: "form",
        form: await newDraftForm(context, text),
      }),
    ),
};

export const reviewActionHandlers = [mendAction, handleAction, draftAction];

export const reviewFormHandler: FormHandler = {
  id: "review",
  role: "drafter",
  change: (context, ref, values) =>
    withSubject(
      context,
      ref.split(":"),
      () => undefined,
      async ({ report }) => reviewForm(context, ref, report.findings, values),
    ),
  submit: (context, ref, values) =>
    withSubject(
      context,
      ref.split(":"),
      (answer): FormOutcome => ({ kind: "done", answer }),
      async ({ report }): Promise<FormOutcome> => {
        const t = reviewText[context.locale].form;
        const finding = findingNamed(report.findings, values);
        const chosen = values.what?.kind === "choice" ? values.what.value : "";
        const what = HANDLING.find((name) => name === chosen);
        if (finding === undefined) return { kind: "faults", faults: { which: t.which } };
        if (what === undefined) return { kind: "faults", faults: { what: t.what } };
        return { kind: "done", answer: await handle(context, finding, what) };
      },
    ),
};

async function handle(context: Context, finding: Finding, what: Handling): Promise<Answer> {
  const { core, merchant, actor, locale } = context;
  const t = reviewText[locale].done;
  if (what === "registered" || what === "unregistered") {
    await answerRegistration(core, merchant._id, actor, finding, what === "registered");
    return notice("success", t[what](finding.match));
  }
  const refused = refuseRole(context, "approver");
  if (refused !== undefined) return refused;
  if (finding.severity === "block" && context.member.role !== "admin") {
    return notice("warning", reviewText[locale].needsAdmin);
  }
  const until =
    what === "phrase_for_good" ? null : core.clock.now() + SILENCE_DAYS[what] * core.timings.day;
  const phrase = what === "rule" || finding.match === "" ? null : finding.match;
  await silence(core, merchant._id, actor, { rule: finding.rule, phrase, until });
  const end = until === null ? t.forGood : t.until(formatTime(until, merchant.timeZone));
  return notice("success", t.silenced(phrase ?? finding.rule, end));
}
