import type { Answer, FormOutcome } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Welcome } from "../src/chat/command.ts";
import type { Form, FormValues } from "../src/chat/form.ts";
import type { Invocation } from "../src/chat/invocation.ts";
import type { Core } from "../src/core.ts";
import { commandText } from "../src/locale/commands.ts";
import { deskText } from "../src/locale/desk.ts";
import { LOCALES, type Locale } from "../src/locale/locale.ts";
import { merchantSetupSchema } from "../src/merchant/merchant.ts";
import { setUpMerchant } from "../src/merchant/people.ts";
import { enterCode } from "./link.ts";

function setupForm(locale: Locale): Form {
  const t = commandText[locale].setup;
  return {
    id: "setup",
    locale,
    ref: "new",
    title: t.title,
    submit: t.submit,
    cancel: t.cancel,
    notices: [{ tone: "info", text: [t.welcome] }],
    fields: [
      { kind: "text", name: "name", label: t.name, maxLength: 60 },
      { kind: "text", name: "signature", label: t.signature, hint: t.signatureHint, maxLength: 14 },
      {
        kind: "text",
        name: "time_zone",
        label: t.timeZone,
        initial: "Asia/Shanghai",
        maxLength: 40,
      },
      {
        kind: "choice",
        name: "language",
        label: t.language,
        initial: locale,
        options: LOCALES.map((value) => ({ value, label: t.languages[value] })),
      },
    ],
  };
}

async function submit(
  core: Core,
  invocation: Invocation,
  locale: Locale,
  values: FormValues,
): Promise<FormOutcome> {
  const t = commandText[locale].setup;
  const text = (name: string) => {
    const value = values[name];
    return value?.kind === "text" ? value.text : "";
  };
  const setup = merchantSetupSchema.safeParse({
    name: text("name"),
    signature: text("signature"),
    timeZone: text("time_zone") || "Asia/Shanghai",
    locale: values.language?.kind === "choice" ? values.language.value : locale,
  });
  if (!setup.success) {
    const faults: Record<string, string> = {};
    for (const { path } of setup.error.issues) {
      if (path[0] === "name") faults.name = t.badName;
      if (path[0] === "signature") faults.signature = t.badSignature;
      if (path[0] === "timeZone") faults.time_zone = t.badTimeZone;
    }
    return { kind: "faults", faults };
  }
  const made = await setUpMerchant(core, invocation.who, invocation.place, setup.data);
  const answer =
    made === undefined ? notice("warning", t.taken) : notice("success", t.done(made.merchant.name));
  return { kind: "done", answer };
}

/** Which code a line enters, if it is one. */
function codeIn(line: string): string | undefined {
  return /^link\s+(\S+)$/iu.exec(line)?.[1];
}

/** First use: a code joins a merchant that exists, anything else walks through setting one up. */
export const welcome: Welcome = {
  unknownPlace: async (core, invocation, locale, line): Promise<Answer> => {
    const code = codeIn(line);
    if (code !== undefined) return enterCode(core, invocation, locale, code);
    return { kind: "form", form: setupForm(locale) };
  },
  guest: async (core, invocation, merchant, locale, line): Promise<Answer> => {
    const code = codeIn(line);
    if (code !== undefined) return enterCode(core, invocation, locale, code);
    return notice("warning", deskText[locale].guest(merchant.name));
  },
  forms: ["setup"],
  change: async (_core, _invocation, locale) => setupForm(locale),
  submit: (core, invocation, locale, _ref, values) => submit(core, invocation, locale, values),
};
