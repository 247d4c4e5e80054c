import type { Command } from "../src/chat/command.ts";
import { helpCard } from "../src/chat/desk.ts";

/** Help lists the commands it is registered with. */
export function createHelp(others: readonly Command[]): Command {
  const help: Command = {
    name: "help",
    role: "drafter",
    usage: "",
    describe: { "zh-CN": "所有命令", en: "all commands" },
    run: async ({ locale }) => ({ kind: "card", card: helpCard(locale, [...others, help]) }),
  };
  return help;
}
