import Fastify from "fastify";
import { z } from "zod";
import type { Clock } from "../../src/clock.ts";
import { Carrier, type Push } from "./carrier.ts";
import type { CarrierConfig } from "./config.ts";
import { Pusher, type Webhook } from "./pusher.ts";
import { bookRoutes, providerRoutes, type Refusal, type Served } from "./routes.ts";

/** A simulated carrier that listens. */
export interface CarrierServer {
  readonly endpoint: string;
  readonly carrier: Carrier;
  /** Refuses calls as a provider would: 429, 503, or 403 for the account; undefined: takes them. */
  refuse(status: Refusal | undefined): void;
  close(): Promise<void>;
}

/** How often it looks for what is due. Real time; what is due goes by the clock. */
const TICK = 25;
/** How long a call waits for receipts that are to come before its answer. */
const EARLY_MOST = 500;

/** Starts a simulated carrier on loopback: calls, look-ups, pulls, its book, and pushes to webhooks. */
export async function startCarrier(
  config: CarrierConfig,
  clock: Clock,
  port = 0,
): Promise<CarrierServer> {
  const carrier = new Carrier(config, clock);
  const pushers = new Map<string, Pusher>();
  let refusing: Refusal | undefined;

  function know(webhook: Webhook): void {
    const pusher = pushers.get(webhook.url);
    if (pusher !== undefined) {
      pusher.secret = webhook.secret;
      return;
    }
    const { pushTries: tries, pushRetryMs: retryMs } = config;
    const taken = ({ receipts }: Pick<Push, "receipts">) => carrier.taken(receipts);
    pushers.set(webhook.url, new Pusher(webhook, { clock, tries, retryMs, taken }));
  }
  const pushDue = () =>
    Promise.all(carrier.takeDue().map((push) => pushers.get(push.url)?.push(push)));

  const served: Served = {
    carrier,
    know,
    refusal: () => refusing,
    refuse: (status) => {
      refusing = status;
    },
    pushNow: async () => {
      await Promise.race([pushDue(), new Promise((done) => setTimeout(done, EARLY_MOST))]);
    },
    answerMs: config.answerMs,
  };
  const server = Fastify({
    logger: false,
    bodyLimit: 8 * 1024 * 1024,
    forceCloseConnections: true,
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    error instanceof z.ZodError
      ? reply.status(400).send({ code: "MALFORMED", message: z.prettifyError(error) })
      : reply.status(error.statusCode ?? 500).send({ code: "FAULT", message: error.message }),
  );
  providerRoutes(server, served);
  bookRoutes(server, served);
  await server.listen({ host: "127.0.0.1", port });
  const [address] = server.addresses();
  const timer = setInterval(() => void pushDue(), TICK);
  return {
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address.port : port}`,
    carrier,
    refuse: served.refuse,
    close: async () => {
      clearInterval(timer);
      await Promise.all([...pushers.values()].map((pusher) => pusher.stop()));
      await server.close();
    },
  };
}
