import type { InputBlock } from "./block-schema.ts";
import type { Acknowledgement, Delivery } from "./delivery.ts";
import type { FileEvents } from "./events.ts";
import { findButton, findInput } from "./finding.ts";
import { fileJson } from "./methods-files.ts";
import { type Entered, inputs, type OpenView, shown } from "./modal.ts";
import { applyAnswer, missingFields } from "./modal-answer.ts";
import { messageAction, slashCommand, viewAction, viewClosed, viewSubmission } from "./payloads.ts";
import { textOf } from "./validation.ts";
import type {
  EmulatedChannel,
  EmulatedMessage,
  EmulatedPerson,
  Failure,
  Workspace,
} from "./workspace.ts";

/** What a person sees of the modal that is open in front of them. */
export interface SeenModal {
  readonly id: string;
  readonly view: OpenView["view"];
  /** What each input shows now, by block_id. */
  readonly entered: Readonly<Record<string, Entered>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly failure: string | undefined;
  /** Everything there is to read, in one string. */
  readonly text: string;
}

export interface PersonOptions {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly files: FileEvents;
  readonly origin: () => string;
}

/** A person at the keyboard: what they type, press and see. Each call resolves when Slack has the app's acknowledgement. */
export class SlackPerson {
  readonly id: string;
  readonly name: string;
  readonly #self: EmulatedPerson;
  readonly #options: PersonOptions;

  constructor(self: EmulatedPerson, options: PersonOptions) {
    this.id = self.id;
    this.name = self.name;
    this.#self = self;
    this.#options = options;
  }

  /** Types a slash command: `command("C1", "/sms draft")`. False when Slack had to say that it failed. */
  async command(channel: string, line: string): Promise<boolean> {
    const [name = "", ...rest] = line.split(" ");
    const { workspace, delivery, origin } = this.#options;
    const at = this.#channel(channel);
    const payload = slashCommand(workspace, origin(), this.#self, at, name, rest.join(" "));
    const answer = await delivery.deliver("slash_commands", payload);
    if (!answer.ok) {
      this.#toldOfFailure(at, `${name} failed with the error "${answer.reason}"`);
      this.#failed(name, answer.reason);
      return false;
    }
    const { text } = answer.body;
    if (typeof text === "string" && text !== "") this.#toldOfFailure(at, text);
    return true;
  }

  /** Presses a button of a message or of the open modal, found by action id, by its part before `|`, or by label. */
  async press(
    where: EmulatedMessage | "modal",
    what: string,
    options: { readonly confirm?: boolean } = {},
  ): Promise<boolean> {
    const blocks = where === "modal" ? this.#open().view.blocks : where.blocks;
    const { blockId, button } = findButton(blocks, what);
    if (button.confirm !== undefined && options.confirm === false) return true;
    const { workspace, delivery, origin } = this.#options;
    const element = { ...button };
    const payload =
      where === "modal"
        ? viewAction(workspace, this.#self, this.#open(), blockId, element)
        : messageAction(
            workspace,
            origin(),
            this.#self,
            this.#channel(where.channel),
            where,
            blockId,
            element,
          );
    return this.#settle(`button ${what}`, await delivery.deliver("interactive", payload));
  }

  /** Puts a text into an input of the open modal, found by block id, action id or label; a live one tells the app. */
  async type(field: string, text: string): Promise<boolean> {
    const block = findInput(this.#open(), field, "plain_text_input");
    const { element } = block;
    if (text.length > (element.max_length ?? 3000))
      throw new Error(`Slack's client stops at ${element.max_length ?? 3000} characters`);
    const live =
      block.dispatch_action === true &&
      element.dispatch_action_config?.trigger_actions_on.includes("on_character_entered") === true;
    return this.#enter(block, { type: element.type, value: text === "" ? null : text }, live);
  }

  /** Chooses an option by label or value. */
  async choose(field: string, option: string): Promise<boolean> {
    const block = findInput(this.#open(), field, "static_select");
    const found = block.element.options.find((o) => o.value === option || o.text.text === option);
    if (found === undefined) throw new Error(`"${field}" has no option "${option}"`);
    return this.#enter(
      block,
      { type: "static_select", selected_option: found },
      block.dispatch_action === true,
    );
  }

  /** Picks a moment, in epoch milliseconds; Slack keeps seconds. */
  async pick(field: string, at: number): Promise<boolean> {
    const block = findInput(this.#open(), field, "datetimepicker");
    return this.#enter(
      block,
      { type: "datetimepicker", selected_date_time: Math.floor(at / 1000) },
      block.dispatch_action === true,
    );
  }

  /** Attaches a file to a file input. */
  async attach(
    field: string,
    file: { readonly name: string; readonly bytes: Uint8Array },
  ): Promise<boolean> {
    const block = findInput(this.#open(), field, "file_input");
    const extension = file.name.split(".").at(-1) ?? "";
    if (block.element.filetypes?.includes(extension) === false)
      throw new Error(`Slack's client refuses .${extension} files here`);
    const files = [this.#fileJson(this.#store(file))];
    return this.#enter(block, { type: "file_input", files }, block.dispatch_action === true);
  }

  /** Presses the modal's submit button. "invalid" is Slack's own refusal, before the app hears of it. */
  async submit(): Promise<"closed" | "errors" | "updated" | "failed" | "invalid"> {
    const open = this.#open();
    const missing = missingFields(open);
    if (Object.keys(missing).length > 0) {
      open.errors = missing;
      this.#options.workspace.changed();
      return "invalid";
    }
    open.errors = {};
    const payload = viewSubmission(this.#options.workspace, this.#self, open);
    const answer = await this.#options.delivery.deliver("interactive", payload);
    if (!answer.ok) {
      open.failure = "We had some trouble connecting. Try again?";
      this.#failed("view_submission", answer.reason);
      return "failed";
    }
    const { workspace } = this.#options;
    const result = applyAnswer(open, this.#self.modals, answer.body, workspace.clock.now());
    if (result.kind === "failed") {
      open.failure = `We had some trouble connecting. Try again? (${result.why})`;
      this.#failed(`view_submission: ${result.why}`, "dispatch_failed");
    }
    workspace.changed();
    return result.kind;
  }

  /** Closes the top modal with its close button. */
  async closeModal(): Promise<void> {
    const open = this.#open();
    const stack = this.#self.modals;
    const cleared = open.view.clear_on_close === true;
    const { workspace, delivery } = this.#options;
    const payload = viewClosed(workspace, this.#self, open, cleared);
    if (cleared) stack.clear();
    else stack.pop();
    workspace.changed();
    if (open.view.notify_on_close === true) await delivery.deliver("interactive", payload);
  }

  /** Drops a file into a channel; resolves when the app has acknowledged the event or Slack gave up. */
  async upload(
    channel: string,
    file: { readonly name: string; readonly bytes: Uint8Array },
    text = "",
  ): Promise<void> {
    this.#options.workspace.addMessage(this.#channel(channel), {
      author: this.id,
      text,
      blocks: [],
      files: [this.#store(file)],
    });
    await this.#options.files.settled();
  }

  /** The modal in front of the person, or undefined. */
  modal(): SeenModal | undefined {
    const open = this.#self.modals.top;
    if (open === undefined) return undefined;
    const entered = Object.fromEntries(
      inputs(open.view).map((b) => [b.block_id ?? "", shown(open, b)]),
    );
    return {
      id: open.id,
      view: open.view,
      entered,
      errors: open.errors,
      failure: open.failure,
      text: textOf(open.view),
    };
  }

  /** The messages of a channel only this person sees, oldest first. */
  ephemerals(channel: string): readonly EmulatedMessage[] {
    return this.sees(channel).filter((m) => m.ephemeralTo !== undefined);
  }

  /** What the person sees in a channel (or, without one, in their DM with the app), oldest first. */
  sees(channel?: string): readonly EmulatedMessage[] {
    return this.#channel(channel ?? this.id).messages.filter(
      (m) => !m.deleted && (m.ephemeralTo === undefined || m.ephemeralTo === this.id),
    );
  }

  get failures(): readonly Failure[] {
    return this.#options.workspace.failures.filter((f) => f.person === this.id);
  }

  async #enter(block: InputBlock, entered: Entered, tellsApp: boolean): Promise<boolean> {
    const open = this.#open();
    const { workspace, delivery } = this.#options;
    const id = block.block_id ?? "";
    open.touched.set(id, { action: block.element.action_id, entered });
    open.errors = Object.fromEntries(Object.entries(open.errors).filter(([key]) => key !== id));
    workspace.changed();
    if (!tellsApp) return true;
    const element = { action_id: block.element.action_id, ...entered };
    const payload = viewAction(workspace, this.#self, open, id, element);
    return this.#settle(`input ${id}`, await delivery.deliver("interactive", payload));
  }

  #open(): OpenView {
    const { top } = this.#self.modals;
    if (top === undefined) throw new Error(`${this.name} has no modal open`);
    return top;
  }

  #channel(id: string): EmulatedChannel {
    const { workspace } = this.#options;
    if (id === this.id) return workspace.directChannel(this.id);
    const channel = workspace.channels.get(id);
    if (channel === undefined) throw new Error(`no channel ${id}`);
    return channel;
  }

  #store(file: { readonly name: string; readonly bytes: Uint8Array }) {
    const stored = this.#options.workspace.addFile({
      name: file.name,
      bytes: file.bytes,
      size: file.bytes.byteLength,
      owner: this.id,
    });
    stored.complete = true;
    return stored;
  }

  #fileJson(file: ReturnType<Workspace["addFile"]>): object {
    return fileJson(this.#options.workspace, file, this.#options.origin());
  }

  #settle(what: string, answer: Acknowledgement): boolean {
    if (!answer.ok) this.#failed(what, answer.reason);
    return answer.ok;
  }

  #failed(what: string, reason: Failure["reason"]): void {
    this.#options.workspace.fail({ person: this.id, what, reason });
  }

  /** Slackbot's own line, seen by this person only. */
  #toldOfFailure(channel: EmulatedChannel, text: string): void {
    this.#options.workspace.addMessage(channel, {
      author: "USLACKBOT",
      text,
      blocks: [],
      ephemeralTo: this.id,
    });
  }
}
