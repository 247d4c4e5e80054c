import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import type { ChatDesk } from "../../../src/chat/chat.ts";
import type { ChatIdentity, Invocation, Place } from "../../../src/chat/invocation.ts";
import type { Clock } from "../../../src/clock.ts";
import { type Locale, localeFor } from "../../../src/locale/locale.ts";
import type { Answers, Asker } from "../answers.ts";
import type { Downloads } from "../downloads.ts";
import type { InFlight } from "../in-flight.ts";
import type { LiveForms } from "../live-forms.ts";
import type { PendingForms } from "../pending-forms.ts";
import type { People } from "../people.ts";
import type { SlackIdentity } from "../startup.ts";

/** What listeners work with. */
export interface ListenerContext {
  readonly desk: ChatDesk;
  readonly answers: Answers;
  readonly people: People;
  readonly live: LiveForms;
  readonly pending: PendingForms;
  readonly downloads: Downloads;
  readonly inFlight: InFlight;
  readonly interactive: WebClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly locale: Locale;
  readonly identity: () => SlackIdentity | undefined;
}

interface Event {
  /** The delivery's own id; a redelivery carries the same. */
  readonly key: string;
  readonly workspace: string;
  readonly channel: string;
  readonly userId: string;
  readonly handle: string;
}

/** Who did what where, for the desk. */
export async function invocation(context: ListenerContext, event: Event): Promise<Invocation> {
  return {
    key: `slack:${event.key}`,
    who: await context.people.identify(event.workspace, event.userId, event.handle),
    place: place(event.workspace, event.channel),
  };
}

/** The same, and the language to answer in. */
export function asker(
  context: ListenerContext,
  who: ChatIdentity,
  channel: string,
  ways: Pick<Asker, "responseUrl" | "triggerId"> = {},
): Asker {
  return {
    userId: who.userId,
    channel,
    locale: localeFor(who.language, context.locale),
    ...ways,
  };
}

function place(workspace: string, channel: string): Place {
  return { platform: "slack", workspace, channel, direct: channel.startsWith("D") };
}
