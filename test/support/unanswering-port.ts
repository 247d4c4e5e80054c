import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import process from "node:process";

/** Listens with hardly a queue and never accepts: when the queue is full, the system answers nobody any more. */
const LISTENER = `
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    require("node:fs").writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;
const FILL = 6;
const QUIET = 200;

/** A port at which connections are neither made nor refused, as behind a firewall that drops them. */
export async function openUnansweringPort(): Promise<{ port: number; close: () => void }> {
  const listener = spawn(process.execPath, ["-e", LISTENER], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve) =>
    listener.stdout.once("data", (written: Buffer) => resolve(Number(written))),
  );
  const sockets: Socket[] = [];
  const close = () => {
    for (const socket of sockets) socket.destroy();
    listener.kill("SIGKILL");
  };
  for (let n = 0; n < FILL; n += 1) {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    sockets.push(socket);
    const made = await Promise.race([
      new Promise<boolean>((resolve) => socket.once("connect", () => resolve(true))),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), QUIET)),
    ]);
    if (!made) return { port, close };
  }
  close();
  throw new Error("the system keeps a longer queue than it was asked for");
}
