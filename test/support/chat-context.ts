import type { Context } from "../../src/chat/command.ts";
import type { Locale } from "../../src/locale/locale.ts";
import type { Member } from "../../src/merchant/member.ts";
import { actorOf, type CoreBench } from "./core-bench.ts";

/** What a command is given when a member of the bench's merchant says something in its channel. */
export function contextOf(
  { core, merchant }: CoreBench,
  member: Member,
  locale: Locale = "zh-CN",
): Context {
  const place = { platform: "slack", workspace: "T1", channel: "C1", direct: false } as const;
  const who = { platform: "slack", workspace: "T1", userId: "ada", displayName: "ada" } as const;
  const invocation = { key: "1", who, place };
  return { core, merchant, member, locale, actor: actorOf(member), invocation };
}
