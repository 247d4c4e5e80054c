/** The baseline's side of SMPP: a session over the package `smpp` alone. */
import { performance } from "node:perf_hooks";
import { connect } from "smpp";

/** What a loop does beside talking to the SMSC. */
export interface Keeper {
  /** The next number; undefined when there is none for now. `more` is to be called when there is again. */
  next(more: () => void): string | undefined;
  answered(to: string, messageId: string): void;
  /** `acknowledge` once the receipt is as safe as this loop makes it. */
  reported(messageId: string, acknowledge: () => void): void;
}

export interface LoopOptions {
  readonly port: number;
  readonly account: { readonly systemId: string; readonly password: string };
  readonly text: string;
  readonly window: number;
  readonly people: number;
}

/** Submits with the window full until every message has its answer and its receipt. Returns milliseconds. */
export function runLoop(
  { port, account, text, window, people }: LoopOptions,
  keeper: Keeper,
): Promise<number> {
  return new Promise((done, fail) => {
    let free = window;
    let answered = 0;
    let acknowledged = 0;
    const session = connect({ url: `smpp://127.0.0.1:${port}` }, () => {
      // Without it small writes wait for each other's acknowledgement: at a window of 10 some 40 ms a message.
      session.socket.setNoDelay(true);
      const bound = { system_id: account.systemId, password: account.password };
      session.bind_transceiver(bound, () => {
        const begun = performance.now();
        const finish = () => {
          if (answered < people || acknowledged < people) return;
          session.destroy();
          done(performance.now() - begun);
        };
        const submit = () => {
          while (free > 0) {
            const to = keeper.next(submit);
            if (to === undefined) return;
            free -= 1;
            const fields = {
              destination_addr: to,
              short_message: Buffer.from(text, "utf16le").swap16(),
              data_coding: 8,
              registered_delivery: 1,
            };
            session.submit_sm(fields, ({ command_status, message_id = "" }) => {
              if (command_status !== 0) fail(new Error(`submit_sm: ${command_status}`));
              free += 1;
              answered += 1;
              keeper.answered(to, message_id);
              submit();
              finish();
            });
          }
        };
        session.on("deliver_sm", (pdu) => {
          keeper.reported(pdu.receipted_message_id ?? "", () => {
            session.send(pdu.response());
            acknowledged += 1;
            finish();
          });
        });
        submit();
      });
    });
    session.on("error", fail);
  });
}
