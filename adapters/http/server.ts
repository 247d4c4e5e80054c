import type { IncomingMessage, ServerResponse } from "node:http";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Provider } from "../../src/delivery/provider.ts";

/** What the server answers for. Chats that come by webhook hand in their handlers. */
export interface HttpOptions {
  readonly log: Logger;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Bolt's own listener for `POST /slack/events`. */
  readonly slack?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly telegram?: (
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
    body: Uint8Array,
  ) => Promise<{ readonly status: number }>;
  /** Rejects or answers what is not well. */
  readonly health: () => Promise<Readonly<Record<string, string>>>;
  /** Providers that can't be used for now, and why: told beside, for no restart of this process would mend them. */
  readonly lanes?: () => Promise<Readonly<Record<string, string>>>;
  readonly metrics: () => Promise<string>;
}

/** Receipts come in arrays; a megabyte is thousands of them. */
const BODY_MOST = 2 * 1024 * 1024;

/** Everything that comes by HTTP: chats' events, providers' webhooks, health, metrics. Bodies stay raw: signatures are over bytes. */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_MOST, // Closing waits for requests in flight: what a provider pushed is stored before the store closes.
    forceCloseConnections: "idle",
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500)
      options.log.error({ err: error, path: request.routeOptions.url }, "an HTTP request failed");
    return reply.status(status).send({ error: status >= 500 ? "internal error" : error.message });
  });
  server.setNotFoundHandler((request, reply) =>
    reply
      .status(404)
      .send({ error: `there is nothing at ${request.method} ${request.url.split("?")[0]}` }),
  );
  server.get("/health", async (_request, reply) => {
    const faults = await options.health();
    const well = Object.keys(faults).length === 0;
    // Without a store there is nothing to ask.
    const lanes = well ? await options.lanes?.() : undefined;
    const beside = lanes === undefined || Object.keys(lanes).length === 0 ? {} : { lanes };
    return reply
      .status(well ? 200 : 503)
      .send(well ? { ok: true, ...beside } : { ok: false, faults });
  });
  server.get("/metrics", async (_request, reply) =>
    reply.type("text/plain; version=0.0.4").send(await options.metrics()),
  );
  server.register(async (scope) => webhooks(scope, options));
  server.register(async (scope) => slackEvents(scope, options.slack));
  return server;
}

async function webhooks(scope: FastifyInstance, options: HttpOptions): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  scope.post(
    "/providers/:id/*",
    async (request: FastifyRequest<{ Params: { id: string; "*": string } }>, reply) => {
      const provider = options.providers.get(request.params.id);
      if (provider?.webhook === undefined) {
        return reply.status(404).send({ error: "no provider of this name takes webhooks" });
      }
      const answer = await provider.webhook(request.params["*"], {
        headers: request.headers,
        query: request.query as Record<string, string>,
        body: bytes(request),
      });
      return reply.status(answer.status).type(answer.contentType).send(answer.body);
    },
  );
  const { telegram } = options;
  if (telegram === undefined) return;
  scope.post("/telegram/webhook", async (request, reply: FastifyReply) => {
    const { status } = await telegram(request.headers, bytes(request));
    return reply.status(status).send();
  });
}

function bytes(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
}

/** Bolt reads the request itself, to check the signature over what came: fastify must not touch it. */
async function slackEvents(scope: FastifyInstance, listener: HttpOptions["slack"]): Promise<void> {
  if (listener === undefined) return;
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
  scope.post("/slack/events", (request, reply) => {
    reply.hijack();
    listener(request.raw, reply.raw);
  });
}
