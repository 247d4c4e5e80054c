import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Carrier } from "./carrier.ts";
import type { Webhook } from "./pusher.ts";
import { lookupRequest, submitRequest } from "./wire.ts";

/** What a provider answers when it takes nothing: too much, down, or something is wrong with the account. */
export type Refusal = 429 | 503 | 403;

/** What the routes need of the server. */
export interface Served {
  readonly carrier: Carrier;
  /** Notes where a call wants its receipts. */
  readonly know: (webhook: Webhook) => void;
  /** How it refuses calls now; undefined: it takes them. */
  readonly refusal: () => Refusal | undefined;
  readonly refuse: (status: Refusal | undefined) => void;
  /** Pushes what is due now, before a call is answered. */
  readonly pushNow: () => Promise<void>;
  readonly answerMs: number;
}

const RETRY_AFTER_SECONDS = "1";
const page = z.object({
  since: z.coerce.number().default(0),
  after: z.coerce.number().int().min(0).default(0),
});
const prefixed = z.object({ prefix: z.string().default("") });
const refusalBody = z.object({
  status: z.union([z.literal(429), z.literal(503), z.literal(403)]).nullable(),
});

/** What a provider's server offers its customers: calls, look-ups and pulls. */
export function providerRoutes(server: FastifyInstance, served: Served): void {
  const { carrier } = served;
  server.post("/messages", async (request, reply) => {
    const refuse = (status: Refusal, message: string) =>
      reply
        .status(status)
        .header("retry-after", RETRY_AFTER_SECONDS)
        .send({ code: REFUSAL_CODES[status], message });
    const told = served.refusal();
    if (told !== undefined) return refuse(told, `answers ${told} as told`);
    const call = submitRequest.parse(request.body);
    if (carrier.isThrottled(call.messages.length)) return refuse(429, "too many a second");
    served.know(call.webhook);
    const { results, answer, early } = carrier.submit(call);
    if (early) await served.pushNow();
    if (served.answerMs > 0) await new Promise((done) => setTimeout(done, served.answerMs));
    if (answer === undefined) return reply.send({ results });
    reply.hijack();
    if (answer === "breaks") request.raw.socket.destroy();
    return reply;
  });
  server.post("/lookup", async (request) => {
    const { references } = lookupRequest.parse(request.body);
    return { found: carrier.lookup(references) };
  });
  server.get("/receipts", async (request) => {
    const { since, after } = page.parse(request.query);
    return carrier.pull(since, after);
  });
  server.get("/health", async (_request, reply) => {
    const refusal = served.refusal();
    return reply.status(refusal === 503 ? 503 : 200).send({ ok: refusal !== 503 });
  });
}

const REFUSAL_CODES: Readonly<Record<Refusal, string>> = {
  429: "THROTTLED",
  503: "DOWN",
  403: "ACCOUNT_SUSPENDED",
};

/** What only a simulated carrier offers: its book, and its moods. */
export function bookRoutes(server: FastifyInstance, served: Served): void {
  const { carrier } = served;
  server.get("/book", async (request) => ({
    ...carrier.book(prefixed.parse(request.query).prefix),
    untaken: carrier.pages.untaken(),
  }));
  server.get("/book/recipients", async (request) => ({
    recipients: [...carrier.pages.entries(prefixed.parse(request.query).prefix)],
  }));
  server.put("/refusal", async (request) => {
    const { status } = refusalBody.parse(request.body);
    served.refuse(status ?? undefined);
    return { status };
  });
}
