import Fastify from "fastify";
import { z } from "zod";
import type { Clock } from "../../src/clock.ts";
import { Carrier } from "./carrier.ts";
import type { CarrierConfig } from "./config.ts";
import { Pusher } from "./pusher.ts";
import { type SubmitRequest, submitRequest } from "./wire.ts";

/** A simulated carrier that listens. */
export interface CarrierServer {
  readonly endpoint: string;
  readonly carrier: Carrier;
  /** Refuses calls as a provider would: 429, 503, or 403 for the account; undefined: takes them. */
  refuse(status: 429 | 503 | 403 | undefined): void;
  close(): Promise<void>;
}

const TICK = 25;

/** Starts a simulated carrier on loopback: calls, look-ups, pulls, its book, and pushes to webhooks. */
export async function startCarrier(
  config: CarrierConfig,
  clock: Clock,
  port = 0,
): Promise<CarrierServer> {
  const carrier = new Carrier(config, clock);
  const pushers = new Map<string, Pusher>();
  let refusing: number | undefined;
  const server = Fastify({
    logger: false,
    bodyLimit: 8 * 1024 * 1024,
    forceCloseConnections: true,
  });

  async function pushDue(): Promise<void> {
    const bodies = new Map<
      string,
      { webhook: SubmitRequest["webhook"]; receipts: never[]; replies: never[] }
    >();
    for (const { webhook, receipt, reply } of carrier.takeDue()) {
      const body = bodies.get(webhook.url) ?? { webhook, receipts: [], replies: [] };
      if (receipt !== undefined) body.receipts.push(receipt as never);
      if (reply !== undefined) body.replies.push(reply as never);
      bodies.set(webhook.url, body);
    }
    await Promise.all(
      [...bodies.values()].map(({ webhook, receipts, replies }) => {
        const pusher = pushers.get(webhook.url) ?? new Pusher(webhook, clock);
        pushers.set(webhook.url, pusher);
        return pusher.push({ receipts, replies });
      }),
    );
  }

  server.post("/messages", async (request, reply) => {
    if (refusing !== undefined) {
      return reply
        .status(refusing)
        .header("retry-after", "1")
        .send({ code: "REFUSED", message: `answers ${refusing} as told` });
    }
    const parsed = submitRequest.safeParse(request.body);
    if (!parsed.success)
      return reply.status(400).send({ code: "MALFORMED", message: z.prettifyError(parsed.error) });
    if (carrier.isThrottled(parsed.data.messages.length)) {
      return reply
        .status(429)
        .header("retry-after", "1")
        .send({ code: "THROTTLED", message: "too many a second" });
    }
    const { results, breaks, early } = carrier.submit(parsed.data);
    if (early) await Promise.race([pushDue(), new Promise((resolve) => setTimeout(resolve, 500))]);
    if (config.answerMs > 0) await new Promise((resolve) => setTimeout(resolve, config.answerMs));
    if (breaks) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    return reply.send({ results });
  });
  server.post("/lookup", async (request) => {
    const { references } = z
      .object({ references: z.array(z.string()).max(1000) })
      .parse(request.body);
    return { found: carrier.lookup(references) };
  });
  const page = z.object({
    since: z.coerce.number().default(0),
    after: z.coerce.number().default(0),
  });
  server.get("/receipts", async (request) => {
    const { since, after } = page.parse(request.query);
    return carrier.reports(since, after, 500);
  });
  server.get("/book", async (request) =>
    carrier.book(z.object({ prefix: z.string().default("") }).parse(request.query).prefix),
  );
  server.get("/health", async () => ({ ok: true }));

  await server.listen({ host: "127.0.0.1", port });
  const [address] = server.addresses();
  const timer = setInterval(() => void pushDue(), TICK);
  return {
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address.port : port}`,
    carrier,
    refuse: (status) => {
      refusing = status;
    },
    close: async () => {
      clearInterval(timer);
      await Promise.all([...pushers.values()].map((pusher) => pusher.stop()));
      await server.close();
    },
  };
}
