import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { Answer } from "../../src/chat/answer.ts";
import type { Card, Tone } from "../../src/chat/card.ts";
import { ChatError } from "../../src/chat/chat.ts";
import type { Form } from "../../src/chat/form.ts";
import type { Locale } from "../../src/locale/locale.ts";
import { type SlackText, slackText } from "../../src/locale/slack.ts";
import { type RenderedMessage, renderCard, renderNotice } from "./card-blocks.ts";
import { slackCode, toChatError } from "./errors.ts";
import { renderForm } from "./form-view.ts";
import { SLACK_TIMES } from "./limits.ts";
import type { LiveForms } from "./live-forms.ts";
import type { PendingForms } from "./pending-forms.ts";
import { isSlackUrl } from "./slack-url.ts";
import type { Uploads } from "./uploads.ts";

/** The button under a form that came too late. */
export const OPEN_FORM = "slack.open_form";

/** Whom an answer is for, and the ways to them that the event opened. */
export interface Asker {
  readonly userId: string;
  readonly channel: string;
  readonly locale: Locale;
  readonly responseUrl?: string | undefined;
  readonly triggerId?: string | undefined;
}

export interface AnswersOptions {
  readonly interactive: WebClient;
  readonly background: WebClient;
  readonly uploads: Uploads;
  readonly live: LiveForms;
  readonly pending: PendingForms;
  readonly apiUrl: string | undefined;
  readonly text: SlackText;
  readonly log: Logger;
}

/** Triggers that no longer open anything. */
const LATE = new Set(["expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"]);

/** Says what the desk answered to the person who asked. Never throws: what can't be said is logged, without its content. */
export class Answers {
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  async give(answer: Answer, asker: Asker): Promise<void> {
    try {
      await this.#give(answer, asker);
    } catch (error) {
      await this.#failed(error, asker);
    }
  }

  /** A form as a modal, or a button that opens it where Slack no longer lets us. */
  async openForm(form: Form, asker: Asker): Promise<void> {
    const view = renderForm(form, { channel: asker.channel });
    if (asker.triggerId !== undefined) {
      try {
        const trigger_id = asker.triggerId;
        const opened = await this.#options.interactive.views.open({ trigger_id, view });
        const { id, hash } = opened.view ?? {};
        if (id !== undefined && hash !== undefined) this.#options.live.opened(id, hash, view);
        return;
      } catch (error) {
        if (!LATE.has(slackCode(error) ?? "")) throw error;
      }
    }
    const { openLate } = slackText[form.locale];
    await this.#card(
      {
        title: openLate.title,
        tone: "info",
        sections: [{ kind: "text", text: [openLate.text] }],
        actions: [
          {
            id: OPEN_FORM,
            args: [this.#options.pending.keep(form, asker.userId)],
            label: openLate.button,
            style: "primary",
          },
        ],
      },
      asker,
    );
  }

  notice(tone: Tone, text: string, asker: Asker): Promise<void> {
    return this.#say(renderNotice(tone, text), asker);
  }

  async #give(answer: Answer, asker: Asker): Promise<void> {
    switch (answer.kind) {
      case "nothing":
        return;
      case "notice":
        return this.notice(answer.tone, answer.text, asker);
      case "card":
        return this.#card(answer.card, asker);
      case "form":
        return this.openForm(answer.form, asker);
      case "file":
        return this.#file(answer, asker);
    }
  }

  /** Ephemeral messages show no uploaded picture: it goes to the person's direct messages, and the card says so. */
  async #card(card: Card, asker: Asker): Promise<void> {
    const text = slackText[asker.locale];
    const remark = card.image === undefined ? {} : { remark: text.pictureInDirectMessage };
    await this.#say(renderCard(card, { surface: "ephemeral", ...remark }), asker);
    if (card.image === undefined) return;
    const channel = await this.#directMessages(asker.userId);
    await this.#options.uploads.share(
      { channel },
      { name: "summary.png", content: card.image.png, note: card.title },
    );
  }

  /** A file may hold full numbers: it goes to the person alone. */
  async #file(file: Extract<Answer, { kind: "file" }>, asker: Asker): Promise<void> {
    const text = slackText[asker.locale];
    if (file.content.byteLength === 0)
      return this.notice("warning", text.emptyFile(file.name), asker);
    const channel = await this.#directMessages(asker.userId);
    await this.#options.uploads.share({ channel }, file);
    if (channel !== asker.channel)
      await this.notice("success", text.fileInDirectMessage(file.name), asker);
  }

  /**
   * The first way that works: the event's own response_url (it works where the bot is not a member), an ephemeral
   * message, a direct message. A next way is tried only when the one before surely showed nothing.
   */
  async #say(message: RenderedMessage, asker: Asker): Promise<void> {
    const { interactive, text } = this.#options;
    const ways = [
      ...(asker.responseUrl === undefined
        ? []
        : [() => this.#respond(asker.responseUrl ?? "", message)]),
      () =>
        interactive.chat.postEphemeral({ channel: asker.channel, user: asker.userId, ...message }),
      async () =>
        interactive.chat.postMessage({
          channel: await this.#directMessages(asker.userId),
          ...message,
        }),
    ];
    let last: ChatError | undefined;
    for (const way of ways) {
      try {
        await way();
        return;
      } catch (error) {
        last = toChatError(error, text);
        if (!last.certain || last.code === "refused") break;
      }
    }
    throw new Unsaid(last?.message, { cause: last });
  }

  /** The SDK's own poster has no time-out. */
  async #respond(url: string, message: RenderedMessage): Promise<void> {
    if (!isSlackUrl(url, this.#options.apiUrl))
      throw new ChatError("forbidden", "Slack: a response_url elsewhere", { certain: true });
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...message, response_type: "ephemeral", replace_original: false }),
      redirect: "error",
      signal: AbortSignal.timeout(SLACK_TIMES.interactiveTimeoutMs),
    });
    await response.body?.cancel();
    if (response.ok) return;
    const certain = response.status < 500;
    throw new ChatError("unavailable", `Slack: response_url: HTTP ${response.status}`, { certain });
  }

  async #directMessages(userId: string): Promise<string> {
    const opened = await this.#options.interactive.conversations.open({ users: userId });
    return opened.channel?.id ?? userId;
  }

  async #failed(error: unknown, asker: Asker): Promise<void> {
    const { log } = this.#options;
    const failure = toChatError(error instanceof Unsaid ? error.cause : error, this.#options.text);
    log.error(
      { code: failure.code, why: failure.message },
      "an answer could not be given in Slack",
    );
    const refused = failure.code === "refused";
    // Where a message could not be sent, another would not be; where one was refused, a plainer one may pass.
    if (error instanceof Unsaid && !refused) return;
    const text = slackText[asker.locale];
    const told = refused ? text.notShown : text.notDelivered(failure.message);
    await this.notice("danger", told, asker).catch((again: unknown) =>
      log.error({ why: String(again) }, "nor could the person be told"),
    );
  }
}

/** No way to the person worked; `cause` is the last way's failure. */
class Unsaid extends Error {
  override readonly name = "Unsaid";
}
