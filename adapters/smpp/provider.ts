import type { Logger } from "pino";
import type { Clock } from "../../src/clock.ts";
import { type DeliverySink, type Provider, SubmitRefused } from "../../src/delivery/provider.ts";
import { describeAccount } from "../../src/delivery/provider-account.ts";
import type { Phone, ProviderId } from "../../src/ids.ts";
import { createProfiles } from "../../src/policy/profile.ts";
import { Recent } from "../../src/recent.ts";
import type { SmppConfig } from "./config.ts";
import { type BindCommand, dial } from "./dial.ts";
import { Intake } from "./intake.ts";
import { Line } from "./line.ts";
import { SendRate } from "./send-rate.ts";
import type { Coding } from "./split-text.ts";
import { AGAIN_LATER } from "./status-codes.ts";
import { Submitter } from "./submission.ts";
import { createSubmitPdus } from "./submit-pdu.ts";
import { Window } from "./window.ts";

export { smppConfigSchema } from "./config.ts";

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  /** In [0, 1); spreads reconnects and starts the references of long texts. */
  readonly random?: () => number;
}

/** So many addresses sent to are remembered: some 2 MB. */
const REMEMBERED = 20_000;

/** An account at an SMSC over SMPP 3.4: texts go out and receipts and replies come in over connections it keeps up. */
export function createSmpp(
  config: SmppConfig,
  { clock, log, random = Math.random }: Dependencies,
): Provider {
  const id = config.id as ProviderId;
  const ownLog = log.child({ provider: id });
  const sentTo = new Recent<string, Phone>(REMEMBERED);
  let intake: Intake | undefined;

  const lines = bindsOf(config).map((command) => {
    const deliver = (pdu: Buffer) => intake?.take(pdu) ?? Promise.resolve(AGAIN_LATER);
    const options = { ...config, clock, deliver };
    return {
      command,
      line: new Line({
        clock,
        log: ownLog.child({ bind: command }),
        random,
        reconnect: config.reconnect,
        dial: (signal) => dial(config, command, options, signal),
      }),
    };
  });
  const sending = lines[0]?.line;
  if (sending === undefined) throw new Error("an account has at least one bind");
  const submitter = new Submitter({
    clock,
    config,
    line: sending,
    window: new Window(config.window),
    rate: new SendRate(clock, config.ratePerSecond, random),
    encode: createSubmitPdus(config, codingOf(config), Math.floor(random() * 0x10000), sentTo),
  });

  return {
    ...describeAccount({ ...config, batchSize: config.batchSize ?? batchSizeFor(config) }),

    start: async (sink: DeliverySink) => {
      intake = new Intake({ provider: id, config, clock, log: ownLog, sentTo }, sink);
      for (const { line } of lines) line.start();
    },
    stop: async () => {
      await Promise.all(lines.map(({ line }) => line.stop()));
    },
    submit: async (batch, signal) => {
      if (signal.aborted) throw new SubmitRefused("unavailable", "stopping before the call");
      return submitter.submit(batch, signal);
    },
    health: async () => {
      const said = lines.map(({ command, line }) => `${command}: ${describe(line)}`);
      const ok = lines.every(({ line }) => line.state.kind === "bound");
      return { ok, detail: said.join("; ") };
    },
  };
}

/** Small enough that a crash strands few, large enough that the line is not idle between two. */
function batchSizeFor({ ratePerSecond, window }: SmppConfig): number {
  return Math.min(1000, Math.max(window, Math.ceil(ratePerSecond / 2)));
}

/** The first one sends. */
function bindsOf({ bind }: SmppConfig): readonly BindCommand[] {
  return bind === "transceiver" ? ["bind_transceiver"] : ["bind_transmitter", "bind_receiver"];
}

/** Parts are cut as they are counted: by the GSM alphabet abroad, every character alike in the mainland. */
function codingOf({ encoding, profile }: SmppConfig): Coding {
  return encoding ?? (createProfiles().setting(profile, "segments") === "gsm" ? "gsm7" : "ucs2");
}

function describe({ state }: Line): string {
  switch (state.kind) {
    case "bound":
      return `bound, ${state.connection.unanswered} unanswered`;
    case "down":
      return state.why;
    default:
      return state.kind;
  }
}
