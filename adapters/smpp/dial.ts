import { readFile } from "node:fs/promises";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions as TlsOptions } from "node:tls";
import type { SmppConfig } from "./config.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { OK, statusText } from "./status-codes.ts";

export type BindCommand = "bind_transceiver" | "bind_transmitter" | "bind_receiver";

/** The SMSC was reached and did not let us in. */
export class BindRefusedError extends Error {
  override readonly name = "BindRefusedError";
  readonly status: number;
  constructor(command: BindCommand, status: number) {
    super(`the SMSC refused ${command}: ${statusText(status)}`);
    this.status = status;
  }
}

/** The package's default is 5.0, which SMSCs of 3.4 may refuse. */
const INTERFACE_VERSION = 0x34;

/** Connects and binds, unless the signal comes. Throws `BindRefusedError`, or what kept us from reaching it. */
export async function dial(
  config: SmppConfig,
  command: BindCommand,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const socket = await connect(config, options, signal);
  const connection = new Connection(socket, options);
  const hangUp = () => connection.destroy("stopped");
  signal.addEventListener("abort", hangUp, { once: true });
  const answer = await connection.request(command, {
    system_id: config.systemId,
    password: config.password,
    system_type: config.systemType,
    interface_version: INTERFACE_VERSION,
  });
  signal.removeEventListener("abort", hangUp);
  if (answer.kind === "answered" && answer.status === OK) return connection;
  connection.destroy("not bound");
  if (answer.kind === "answered") throw new BindRefusedError(command, answer.status);
  throw new Error(answer.kind === "unsent" ? "the connection closed at once" : answer.why);
}

async function connect(
  config: SmppConfig,
  { clock }: ConnectionOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port, connectMs } = config;
  const tls = await tlsOptions(config);
  const socket =
    tls === undefined ? connectTcp({ host, port }) : connectTls({ host, port, ...tls });
  const done = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(tls === undefined ? "connect" : "secureConnect", resolve);
      socket.once("error", reject);
      void clock
        .sleep(connectMs, AbortSignal.any([done.signal, signal]))
        .then(() => reject(new Error(`no connection within ${connectMs} ms`)));
    });
  } catch (error) {
    socket.on("error", () => undefined);
    socket.destroy();
    throw error;
  } finally {
    done.abort();
  }
  return socket;
}

async function tlsOptions({ tls, host }: SmppConfig): Promise<TlsOptions | undefined> {
  if (tls === false) return undefined;
  const { caFile, certFile, keyFile, serverName, anyCertificate } =
    tls === true ? { anyCertificate: false } : tls;
  const [ca, cert, key] = await Promise.all(
    [caFile, certFile, keyFile].map((file) => (file === undefined ? undefined : readFile(file))),
  );
  const name = serverName ?? (/^[\d.]+$|:/u.test(host) ? undefined : host);
  return {
    rejectUnauthorized: !anyCertificate,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(name && { servername: name }),
  };
}
