import process from "node:process";
import { systemClock } from "../clock.ts";
import { cliText } from "../locale/cli.ts";
import { type Locale, localeFor } from "../locale/locale.ts";
import { OwnPacksError } from "../policy/own-packs.ts";
import { check, type Surroundings } from "./check.ts";
import { OutputEnded, write } from "./streams.ts";
import { UsageFault } from "./usage-fault.ts";

/** The `qunfa` command, on this process: sets its exit status. */
export async function main(): Promise<void> {
  const [command = "help", ...args] = process.argv.slice(2);
  if (command === "start" && args.length === 0) {
    // Only the bot needs the chats' and stores' packages, which take long to load.
    const { main: start } = await import("../main.ts");
    await start();
    return;
  }
  const { stdin: input, stdout: output, stderr: errors, env } = process;
  // What went wrong is told to whoever waits for the write.
  for (const stream of [output, errors]) stream.on("error", () => {});
  const locale = localeOf(env);
  process.exitCode = await run(command, args, {
    input,
    output,
    errors,
    env,
    clock: systemClock,
    locale,
  });
}

/** Runs a command to its end. The exit status: 0 done, 2 options or input unusable, 1 output not writable. */
async function run(
  command: string,
  args: readonly string[],
  around: Surroundings,
): Promise<number> {
  const t = cliText[around.locale];
  const fail = async (status: number, message: string) => {
    await write(around.errors, `qunfa: ${message}\n`).catch(() => {});
    return status;
  };
  try {
    if (command === "check") await check(args, around);
    else if (["help", "--help", "-h"].includes(command)) await write(around.output, t.usage);
    else if (command === "start") return fail(2, t.startTakesNothing(args.join(" ")));
    else return fail(2, t.unknownCommand(command));
    return 0;
  } catch (error) {
    if (error instanceof UsageFault) return fail(2, error.say(t));
    if (error instanceof OwnPacksError) return fail(2, error.message);
    if (error instanceof OutputEnded) {
      return error.code === "EPIPE" ? 0 : fail(1, t.notWritable(error.code));
    }
    throw error;
  }
}

/** The reader's language, as POSIX says it: the first of these that is set. */
function localeOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Locale {
  return localeFor(LC_ALL || LC_MESSAGES || LANG, "en");
}
