import { LogLevel, type Logger as SdkLogger } from "@slack/bolt";
import type { Logger } from "pino";

/**
 * The SDK's logger over ours, held at info whatever ours is set to: at debug the SDK writes every payload, request and
 * acknowledgement, phone numbers and texts included. What looks like a token is masked.
 */
export function sdkLogger(log: Logger): SdkLogger {
  const child = log.child({ part: "slack-sdk" });
  const line = (args: readonly unknown[]) => args.map(readable).join(" ").replace(TOKEN, "$1-***");
  return {
    debug: () => {},
    info: (...args: unknown[]) => child.info(line(args)),
    warn: (...args: unknown[]) => child.warn(line(args)),
    error: (...args: unknown[]) => child.error(line(args)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

const TOKEN = /\b(xox[a-z]|xapp)-[\w-]+/g;

/** Objects may hold payloads: only an error's own name and message are written. */
function readable(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === "object" && value !== null ? "[object]" : String(value);
}
