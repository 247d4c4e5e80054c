import type { CliText } from "../locale/cli.ts";

/** Options or input that the command line can't use; it says so in the reader's language and ends with status 2. */
export class UsageFault extends Error {
  override readonly name = "UsageFault";
  readonly say: (text: CliText) => string;
  constructor(say: (text: CliText) => string) {
    super("unusable options or input");
    this.say = say;
  }
}
