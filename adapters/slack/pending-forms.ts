import type { Form } from "../../src/chat/form.ts";
import type { Clock } from "../../src/clock.ts";
import { randomId } from "../../src/ids.ts";
import { SLACK_TIMES } from "./limits.ts";

const MOST = 500;

/**
 * Forms that came too late for their trigger, or had none: a button opens them with a trigger of its own. Held by this
 * instance only; another one, or a restart, answers that the form has expired.
 */
export class PendingForms {
  readonly #clock: Clock;
  readonly #forms = new Map<
    string,
    { readonly form: Form; readonly person: string; readonly at: number }
  >();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  keep(form: Form, person: string): string {
    const [oldest] = this.#forms.keys();
    if (this.#forms.size >= MOST && oldest !== undefined) this.#forms.delete(oldest);
    const id = randomId();
    this.#forms.set(id, { form, person, at: this.#clock.now() });
    return id;
  }

  find(id: string, person: string): Form | undefined {
    const kept = this.#forms.get(id);
    if (kept?.person !== person) return undefined;
    return this.#clock.now() - kept.at > SLACK_TIMES.pendingFormTtlMs ? undefined : kept.form;
  }
}
