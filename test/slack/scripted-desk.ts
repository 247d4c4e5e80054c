import type { Answer, FormOutcome } from "../../src/chat/answer.ts";
import type { ChatDesk } from "../../src/chat/chat.ts";
import type { Form, FormValues, IncomingFile } from "../../src/chat/form.ts";
import type { Invocation } from "../../src/chat/invocation.ts";

/** What reached the desk, in order. */
export interface Heard {
  readonly kind: "command" | "action" | "change" | "submit" | "cancel" | "file";
  readonly invocation: Invocation;
  readonly text: string;
  readonly args: readonly string[];
  readonly values: FormValues;
  readonly file: IncomingFile | undefined;
}

/** A desk that answers as the test says and remembers what it was asked. Claims are real: each key once. */
export class ScriptedDesk implements ChatDesk {
  readonly heard: Heard[] = [];
  readonly claimed = new Set<string>();
  onCommand: (line: string) => Answer | Promise<Answer> = () => ({ kind: "nothing" });
  onAction: (id: string, args: readonly string[]) => Answer | Promise<Answer> = () => ({
    kind: "nothing",
  });
  onChange: (values: FormValues) => Form | undefined | Promise<Form | undefined> = () => undefined;
  onSubmit: (values: FormValues) => FormOutcome | Promise<FormOutcome> = () => ({
    kind: "done",
    answer: { kind: "nothing" },
  });
  onFile: (file: IncomingFile) => Answer | Promise<Answer> = () => ({ kind: "nothing" });

  #hear(heard: Partial<Heard> & Pick<Heard, "kind" | "invocation">): void {
    this.heard.push({ text: "", args: [], values: {}, file: undefined, ...heard });
  }

  of(kind: Heard["kind"]): readonly Heard[] {
    return this.heard.filter((h) => h.kind === kind);
  }

  async command(invocation: Invocation, line: string): Promise<Answer> {
    this.#hear({ kind: "command", invocation, text: line });
    return this.onCommand(line);
  }

  async action(invocation: Invocation, id: string, args: readonly string[]): Promise<Answer> {
    this.#hear({ kind: "action", invocation, text: id, args });
    return this.onAction(id, args);
  }

  async formChange(
    invocation: Invocation,
    id: string,
    ref: string,
    values: FormValues,
  ): Promise<Form | undefined> {
    this.#hear({ kind: "change", invocation, text: id, args: [ref], values });
    return this.onChange(values);
  }

  async formSubmit(
    invocation: Invocation,
    id: string,
    ref: string,
    values: FormValues,
  ): Promise<FormOutcome> {
    this.#hear({ kind: "submit", invocation, text: id, args: [ref], values });
    return this.onSubmit(values);
  }

  async formCancel(invocation: Invocation, id: string, ref: string): Promise<void> {
    this.#hear({ kind: "cancel", invocation, text: id, args: [ref] });
  }

  async file(invocation: Invocation, file: IncomingFile): Promise<Answer> {
    this.#hear({ kind: "file", invocation, text: file.name, file });
    return this.onFile(file);
  }

  menu() {
    return [];
  }

  async claim(key: string): Promise<boolean> {
    if (this.claimed.has(key)) return false;
    this.claimed.add(key);
    return true;
  }
}
