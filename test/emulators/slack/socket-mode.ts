import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import type { Acknowledgement, Envelope, Transport } from "./delivery.ts";

const ack = z.object({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).default({}),
});

/** Slack's side of Socket Mode: hello, envelopes to any one connection, acks, pings, refreshes. */
export class SocketMode implements Transport {
  readonly #appId: string;
  readonly #tickets = new Set<string>();
  readonly #sockets: WebSocket[] = [];
  /** Asked to reconnect: nothing new goes there. */
  readonly #draining = new WeakSet<WebSocket>();
  /** Envelopes not acknowledged. One counts as acknowledged only over the connection it went out on. */
  readonly #waiting = new Map<
    string,
    { readonly socket: WebSocket; readonly resolve: (answer: Acknowledgement) => void }
  >();
  readonly #changed: () => void;
  /** Connections are accepted and never greeted. */
  silent = false;
  #next = 0;
  #server: WebSocketServer | undefined;

  constructor(appId: string, changed: () => void) {
    this.#appId = appId;
    this.#changed = changed;
  }

  /** Connections that have said hello and are not closing. */
  get connections(): number {
    return this.#ready.length;
  }

  get #ready(): WebSocket[] {
    return this.#sockets.filter((s) => s.readyState === WebSocket.OPEN && !this.#draining.has(s));
  }

  /** `apps.connections.open`: an address good for one connection. */
  issueAddress(host: string): string {
    const ticket = randomBytes(8).toString("hex");
    this.#tickets.add(ticket);
    return `ws://${host}/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  attach(http: Server): void {
    this.#server = new WebSocketServer({ noServer: true });
    http.on("upgrade", (request, socket, head) => {
      const ticket = new URL(request.url ?? "", "http://localhost").searchParams.get("ticket");
      if (ticket === null || !this.#tickets.delete(ticket)) {
        socket.destroy();
        return;
      }
      this.#server?.handleUpgrade(request, socket, head, (ws) => this.#connected(ws));
    });
  }

  async send(envelope: Envelope, signal: AbortSignal): Promise<Acknowledgement> {
    const ready = this.#ready;
    const socket = ready[this.#next++ % Math.max(1, ready.length)];
    if (socket === undefined) return { ok: false, reason: "dispatch_failed" };
    return new Promise((resolve) => {
      this.#waiting.set(envelope.id, { socket, resolve });
      signal.addEventListener("abort", () => this.#waiting.delete(envelope.id), { once: true });
      socket.send(
        JSON.stringify({
          envelope_id: envelope.id,
          type: envelope.type,
          payload: envelope.payload,
          accepts_response_payload: envelope.type !== "events_api",
          ...(envelope.type === "events_api"
            ? {
                retry_attempt: envelope.attempt,
                retry_reason: envelope.attempt > 0 ? "timeout" : "",
              }
            : {}),
        }),
      );
    });
  }

  /** Writes text as it is, to every connection: for what Slack never ought to send. */
  raw(text: string): void {
    for (const socket of this.#ready) socket.send(text);
  }

  /** Asks `count` connections (all by default) to reconnect, as Slack does every few hours. */
  refresh(
    reason: "refresh_requested" | "warning" | "link_disabled",
    count = Number.POSITIVE_INFINITY,
  ): void {
    for (const socket of this.#ready.slice(0, count)) {
      this.#draining.add(socket);
      socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "emulator" } }));
    }
    this.#changed();
  }

  ping(): void {
    for (const socket of this.#ready) socket.ping("Ping from emulator");
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.length = 0;
  }

  #connected(ws: WebSocket): void {
    ws.on("message", (data) => this.#acknowledged(ws, String(data)));
    ws.on("error", () => ws.terminate());
    if (this.silent) return;
    ws.on("close", () => {
      const at = this.#sockets.indexOf(ws);
      if (at >= 0) this.#sockets.splice(at, 1);
      this.#changed();
    });
    ws.send(
      JSON.stringify({
        type: "hello",
        num_connections: this.#sockets.length + 1,
        debug_info: { host: "emulator", approximate_connection_time: 18_060 },
        connection_info: { app_id: this.#appId },
      }),
    );
    this.#sockets.push(ws);
    this.#changed();
  }

  #acknowledged(socket: WebSocket, text: string): void {
    const parsed = ack.safeParse(JSON.parse(text));
    if (!parsed.success) return;
    const waiting = this.#waiting.get(parsed.data.envelope_id);
    if (waiting?.socket !== socket) return;
    waiting.resolve({ ok: true, body: parsed.data.payload });
    this.#waiting.delete(parsed.data.envelope_id);
  }
}
