import { connect } from "node:net";
import { AliyunUnreached } from "./fault.ts";

/**
 * Resolves when a connection to an endpoint can be made, and closes it. Throws `AliyunUnreached` when it can't, or not
 * in time. The SDK can't tell this: what it calls a connect timeout may also come after a request was written.
 */
export function dial(endpoint: string, timeoutMs: number): Promise<void> {
  const { protocol, hostname, port } = new URL(endpoint);
  const host = hostname.replace(/^\[|\]$/gu, "");
  const socket = connect({ host, port: Number(port) || (protocol === "https:" ? 443 : 80) });
  return new Promise((resolve, reject) => {
    const fail = (code: string) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new AliyunUnreached(`Aliyun can't be reached (${code})`));
    };
    const timer = setTimeout(() => fail("ETIMEDOUT"), timeoutMs);
    socket.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? "error"));
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.end();
      resolve();
    });
  });
}
