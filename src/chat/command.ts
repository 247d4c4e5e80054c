import type { Actor } from "../campaign/audit.ts";
import type { Core } from "../core.ts";
import type { Locale } from "../locale/locale.ts";
import type { Member, Role } from "../merchant/member.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Answer, FormOutcome } from "./answer.ts";
import type { Form, FormValues, IncomingFile } from "./form.ts";
import type { Invocation } from "./invocation.ts";

/** What every command, button and form handler is given: who, where, in which language, and the core. */
export interface Context {
  readonly core: Core;
  readonly invocation: Invocation;
  readonly locale: Locale;
  readonly merchant: Merchant;
  readonly member: Member;
  readonly actor: Actor & { readonly kind: "member" };
}

/** A `/sms` sub-command: the same in every chat. */
export interface Command {
  readonly name: string;
  /** The least role that may use it. */
  readonly role: Role;
  /** What follows the name, for the help: `<id> [reason]`; the same in every language. */
  readonly usage: string;
  readonly describe: Readonly<Record<Locale, string>>;
  run(context: Context, args: string): Promise<Answer>;
}

/** What a button does. `args` are what the card put into it: nothing to trust, everything to look up. */
export interface ActionHandler {
  readonly id: string;
  readonly role: Role;
  run(context: Context, args: readonly string[]): Promise<Answer>;
}

/** What a form does. */
export interface FormHandler {
  readonly id: string;
  readonly role: Role;
  /** The form as it should look with these values; undefined when what it was about is gone. */
  change(context: Context, ref: string, values: FormValues): Promise<Form | undefined>;
  submit(context: Context, ref: string, values: FormValues): Promise<FormOutcome>;
}

/** What a file that is dropped in a chat gets. */
export type FileHandler = (context: Context, file: IncomingFile) => Promise<Answer>;

/** Everything that can be said to qunfa. */
export interface Registry {
  readonly commands: readonly Command[];
  readonly actions: readonly ActionHandler[];
  readonly forms: readonly FormHandler[];
  readonly file: FileHandler;
  /** What a person gets whose place has no merchant yet. */
  readonly welcome: Welcome;
}

/** Setting up: the only things that work before there is a merchant, or for someone who is not a member. */
export interface Welcome {
  /** Answers a line typed where nobody has set up anything. */
  unknownPlace(core: Core, invocation: Invocation, locale: Locale, line: string): Promise<Answer>;
  /** Answers a line typed by someone the merchant does not know. */
  guest(
    core: Core,
    invocation: Invocation,
    merchant: Merchant,
    locale: Locale,
    line: string,
  ): Promise<Answer>;
  /** The form ids that work without a merchant. */
  readonly forms: readonly string[];
  change(
    core: Core,
    invocation: Invocation,
    locale: Locale,
    ref: string,
    values: FormValues,
  ): Promise<Form | undefined>;
  submit(
    core: Core,
    invocation: Invocation,
    locale: Locale,
    ref: string,
    values: FormValues,
  ): Promise<FormOutcome>;
}
