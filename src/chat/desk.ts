import type { Core } from "../core.ts";
import { randomId } from "../ids.ts";
import { deskText } from "../locale/desk.ts";
import { type Locale, localeFor } from "../locale/locale.ts";
import { standingOf } from "../merchant/people.ts";
import type { Answer } from "./answer.ts";
import type { ChatDesk } from "./chat.ts";
import type { Context, Registry } from "./command.ts";
import type { Invocation } from "./invocation.ts";
import { nearest } from "./nearest.ts";
import { refuseRole } from "./refusals.ts";

/** Who may go on, or what to answer instead. */
type Admission =
  | { readonly kind: "context"; readonly context: Context }
  | {
      readonly kind: "outside";
      readonly locale: Locale;
      readonly answer: (line: string) => Promise<Answer>;
    };

/** The door behind which the product is: finds out who speaks, checks the role, runs the handler, and never throws. */
export function createDesk(core: Core, registry: Registry): ChatDesk {
  const { commands, actions, forms, welcome } = registry;

  async function admit(invocation: Invocation): Promise<Admission> {
    const { who, place } = invocation;
    const standing = await standingOf(core, who, place);
    if (standing.kind === "unknown_place") {
      const locale = localeFor(who.language, "zh-CN");
      const answer = (line: string) => welcome.unknownPlace(core, invocation, locale, line);
      return { kind: "outside", locale, answer };
    }
    const { merchant } = standing;
    const locale = localeFor(who.language, merchant.locale);
    if (standing.kind === "guest") {
      const answer = (line: string) => welcome.guest(core, invocation, merchant, locale, line);
      return { kind: "outside", locale, answer };
    }
    const { member } = standing;
    const actor = {
      kind: "member",
      member: member._id,
      name: member.name,
      place: { platform: place.platform, channel: place.channel },
    } as const;
    return { kind: "context", context: { core, invocation, locale, merchant, member, actor } };
  }

  /** Whatever breaks is logged under a number that the person is given. */
  async function guarded<T>(
    invocation: Invocation,
    broken: (answer: Answer & { readonly kind: "notice" }) => T,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const ref = randomId(8);
      core.log.error(
        { err: error, ref, platform: invocation.who.platform },
        "a chat request failed",
      );
      const locale = localeFor(invocation.who.language, "zh-CN");
      return broken({ kind: "notice", tone: "danger", text: deskText[locale].broken(ref) });
    }
  }

  return {
    command: (invocation, line) =>
      guarded(
        invocation,
        (answer): Answer => answer,
        async () => {
          const admission = await admit(invocation);
          if (admission.kind === "outside") return admission.answer(line.trim());
          const { context } = admission;
          const [typed = "", ...rest] = line.trim().split(/\s+/u);
          const name = typed === "" ? "help" : typed.toLowerCase();
          const command = commands.find((candidate) => candidate.name === name);
          if (command === undefined) return unknownCommand(context, typed);
          return (
            refuseRole(context, command.role) ??
            command.run(context, line.trim().slice(typed.length).trim() || rest.join(" "))
          );
        },
      ),

    action: (invocation, id, args) =>
      guarded(
        invocation,
        (answer): Answer => answer,
        async () => {
          const admission = await admit(invocation);
          if (admission.kind === "outside") return admission.answer("");
          const { context } = admission;
          const handler = actions.find((candidate) => candidate.id === id);
          if (handler === undefined) {
            return { kind: "notice", tone: "warning", text: deskText[context.locale].goneButton };
          }
          return refuseRole(context, handler.role) ?? handler.run(context, args);
        },
      ),

    formChange: (invocation, id, ref, values) =>
      guarded(
        invocation,
        () => undefined,
        async () => {
          const admission = await admit(invocation);
          if (admission.kind === "outside") {
            return welcome.forms.includes(id)
              ? welcome.change(core, invocation, admission.locale, ref, values)
              : undefined;
          }
          const handler = forms.find((candidate) => candidate.id === id);
          return handler?.change(admission.context, ref, values);
        },
      ),

    formSubmit: (invocation, id, ref, values) =>
      guarded(
        invocation,
        (answer) => ({ kind: "done" as const, answer }),
        async () => {
          const admission = await admit(invocation);
          if (admission.kind === "outside") {
            return welcome.forms.includes(id)
              ? welcome.submit(core, invocation, admission.locale, ref, values)
              : { kind: "done", answer: await admission.answer("") };
          }
          const { context } = admission;
          const handler = forms.find((candidate) => candidate.id === id);
          if (handler === undefined) {
            const text = deskText[context.locale].goneForm;
            return { kind: "done", answer: { kind: "notice", tone: "warning", text } };
          }
          const refused = refuseRole(context, handler.role);
          return refused === undefined
            ? handler.submit(context, ref, values)
            : { kind: "done", answer: refused };
        },
      ),

    // What a form was about is stored only when it is submitted: there is nothing to undo.
    formCancel: () => Promise.resolve(),

    file: (invocation, file) =>
      guarded(
        invocation,
        (answer): Answer => answer,
        async () => {
          const admission = await admit(invocation);
          if (admission.kind === "outside") return { kind: "nothing" };
          return registry.file(admission.context, file);
        },
      ),

    menu: (language) => {
      const locale = localeFor(language, "zh-CN");
      return commands.map(({ name, describe }) => ({ name, description: describe[locale] }));
    },

    claim: async (key) => {
      const { inserted } = await core.store.claims.insertMany([{ _id: key, at: core.clock.now() }]);
      return inserted === 1;
    },
  };

  async function unknownCommand(context: Context, typed: string): Promise<Answer> {
    const t = deskText[context.locale];
    const near = nearest(
      typed,
      commands.map(({ name }) => name),
    );
    const said = [t.unknownCommand(typed), ...(near === undefined ? [] : [t.didYouMean(near)])];
    const help = helpCard(context.locale, commands);
    return {
      kind: "card",
      card: {
        ...help,
        sections: [{ kind: "text", text: [said.join(" ")] }, ...(help.sections ?? [])],
      },
    };
  }
}

/** The commands, with what each does. */
export function helpCard(locale: Locale, commands: Registry["commands"]) {
  const t = deskText[locale];
  return {
    title: t.helpTitle,
    tone: "neutral" as const,
    sections: [
      { kind: "text" as const, text: [t.helpIntro] },
      {
        kind: "list" as const,
        items: commands.map(({ name, usage, describe }) => [
          { text: `/sms ${name}${usage === "" ? "" : ` ${usage}`}`, style: "code" as const },
          ` ${describe[locale]}`,
        ]),
      },
    ],
  };
}
