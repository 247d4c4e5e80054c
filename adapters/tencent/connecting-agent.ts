import http from "node:http";
import https from "node:https";

/** Stands in the message of an error that says that no connection was made: messages are all that the SDK passes on. */
export const NOT_CONNECTED = "no connection was made";

/**
 * An agent whose connections are made, or fail, before a request gets one: whatever fails then has surely written
 * nothing. `connectMs`: how long making one may take.
 */
export function createConnectingAgent(protocol: string, connectMs: number): http.Agent {
  const secure = protocol === "https:";
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const socket = connect(options);
    if (socket == null) throw new Error("the agent made no socket");
    const ready = secure ? "secureConnect" : "connect";
    const fail = (why: string) => {
      settle();
      // What it says afterwards, nobody waits for any more.
      socket.on("error", () => undefined).destroy();
      done?.(new Error(`${NOT_CONNECTED} (${why})`), socket);
    };
    const onError = (error: NodeJS.ErrnoException) => fail(error.code ?? "error");
    const onClose = () => fail("closed");
    const onReady = () => {
      settle();
      done?.(null, socket);
    };
    const timer = setTimeout(() => fail("ETIMEDOUT"), connectMs);
    const settle = () => {
      clearTimeout(timer);
      socket.off("error", onError).off("close", onClose).off(ready, onReady);
    };
    socket.on("error", onError).on("close", onClose).on(ready, onReady);
    return undefined;
  };
  return agent;
}
