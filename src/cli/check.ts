import type { Clock } from "../clock.ts";
import { operatorFiles } from "../config.ts";
import { cliText } from "../locale/cli.ts";
import type { Locale } from "../locale/locale.ts";
import { mergePacks, readOwnPacks } from "../policy/own-packs.ts";
import { ALL_PACKS } from "../policy/packs/all.ts";
import { readCheckOptions } from "./check-options.ts";
import { chooseProviders } from "./check-providers.ts";
import { createCheck } from "./check-text.ts";
import { linesOf } from "./lines.ts";
import { asJson, asLines } from "./result-forms.ts";
import { type Input, type Output, readAll, write } from "./streams.ts";

/** Where a command reads, writes and looks. */
export interface Surroundings {
  readonly input: Input;
  readonly output: Output;
  readonly errors: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly locale: Locale;
}

/** Characters written at once: enough to be quick, little beside what a process takes. */
const BATCH = 64 * 1024;

/**
 * Checks every line of the input and writes what is said of it, in order. Whatever the reader of the output takes
 * slowly is read slowly. Throws `UsageFault` for options or a line that can't be used, after all lines before it.
 */
export async function check(args: readonly string[], around: Surroundings): Promise<void> {
  const { input, output, errors, env, clock, locale } = around;
  const t = cliText[locale];
  const options = readCheckOptions(args, env, clock.now());
  if (options.help) return write(output, t.usage);
  const files = operatorFiles(env);
  const policy = mergePacks(ALL_PACKS, await readOwnPacks(files.ownPacks, locale));
  const { at, timeZone } = options;
  const providers = await chooseProviders(options.providers, files.providersFile, policy.profiles);
  const checkText = createCheck(policy, { providers, at, timeZone, locale });
  const plain = options.json || !output.isTTY;
  const render = (text: string) =>
    plain ? asJson(checkText(text)) : asLines(text, checkText(text), t);

  if (input.isTTY) await write(errors, `${t.typing}\n`);
  for await (const lines of linesOf(readAll(input))) {
    let batch = "";
    for (const line of lines) {
      batch += render(line);
      if (batch.length < BATCH) continue;
      await write(output, batch);
      batch = "";
    }
    if (batch !== "") await write(output, batch);
  }
}
