import { parseArgs } from "node:util";
import { readMoment } from "./moment.ts";
import { UsageFault } from "./usage-fault.ts";

/** What `qunfa check` was asked, before it is known which providers there are. */
export interface CheckOptions {
  /** Ids in the order given, each once; none: all. */
  readonly providers: readonly string[];
  /** When the texts would go, epoch ms. */
  readonly at: number;
  readonly timeZone: string;
  readonly json: boolean;
  readonly help: boolean;
}

const OPTIONS = {
  provider: { type: "string", multiple: true },
  at: { type: "string" },
  "time-zone": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Name = keyof typeof OPTIONS;

/** Reads the arguments after `check`. Throws `UsageFault` for the first that can't be used. */
export function readCheckOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): CheckOptions {
  const given = readTokens(args);
  const timeZone = given.get("time-zone")?.[0] ?? (env.TZ || "Asia/Shanghai");
  if (!isTimeZone(timeZone)) throw new UsageFault((t) => t.noTimeZone(timeZone));
  const time = given.get("at")?.[0];
  const at = time === undefined ? now : readMoment(time, timeZone);
  if (at === undefined) throw new UsageFault((t) => t.noTime(time ?? ""));
  return {
    providers: [...new Set(given.get("provider")?.flatMap((ids) => ids.split(",")))],
    at,
    timeZone,
    json: given.has("json"),
    help: given.has("help"),
  };
}

/** Options as they were written. Not strict: its faults are told in one language only. */
function readTokens(args: readonly string[]): ReadonlyMap<Name, readonly string[]> {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const given = new Map<Name, string[]>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw new UsageFault((t) => t.surplus(token.value));
    const { rawName, value } = token;
    if (!isName(token.name)) throw new UsageFault((t) => t.unknownOption(rawName));
    const option: { readonly type: string; readonly multiple?: boolean } = OPTIONS[token.name];
    const values = given.get(token.name) ?? [];
    if (option.type === "boolean") {
      if (value !== undefined) throw new UsageFault((t) => t.takesNoValue(rawName));
    } else if (value === undefined || value === "") {
      throw new UsageFault((t) => t.noValue(rawName));
    } else {
      if (values.length > 0 && option.multiple !== true) {
        throw new UsageFault((t) => t.givenTwice(rawName));
      }
      values.push(value);
    }
    given.set(token.name, values);
  }
  return given;
}

function isName(name: string): name is Name {
  return Object.hasOwn(OPTIONS, name);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
