import { CHANNEL, GROUP, LIN, type World } from "../demo/world.ts";
import type { EmulatedMessage as SlackMessage } from "../emulators/slack/slack-emulator.ts";
import type { EmulatedMessage as TelegramMessage } from "../emulators/telegram/telegram-emulator.ts";

/** The newest message for everyone in the Slack channel that says both: a campaign's card, by its name and state. */
export function newestCard(world: World, title: string, holding = ""): SlackMessage | undefined {
  return world.slack
    .messages(CHANNEL)
    .filter(({ ephemeralTo, blocks }) => {
      const said = JSON.stringify(blocks);
      return ephemeralTo === undefined && said.includes(title) && said.includes(holding);
    })
    .at(-1);
}

/** Presses in Slack as a person; resolves with what only they are told. */
export async function pressedInSlack(
  world: World,
  person: string,
  message: SlackMessage,
  action: string,
): Promise<SlackMessage> {
  const who = world.slack.person(person);
  const before = who.ephemerals(CHANNEL).length;
  await who.press(message, action);
  return world.slack.until(
    () => who.ephemerals(CHANNEL).slice(before).at(-1),
    `an answer to ${action}`,
  );
}

/** Opens the draft form as Lin and fills it, with pasted numbers where there are any. */
export async function fillDraft(
  world: World,
  { name, text, numbers }: { name: string; text: string; numbers?: string | undefined },
) {
  const { slack } = world;
  const lin = slack.person(LIN);
  await lin.command(CHANNEL, "/sms draft");
  await slack.until(() => lin.modal(), "the form");
  await lin.type("名称", name);
  await lin.type("短信内容", text);
  if (numbers === undefined) return lin;
  await lin.choose("发给谁", "paste");
  await slack.until(() => lin.modal()?.text.includes("每行一个"), "the field for numbers");
  await lin.type("粘贴号码", numbers);
  return lin;
}

export function lastInGroup({ telegram }: World): TelegramMessage {
  const message = telegram
    .messages(GROUP)
    .filter(({ deleted }) => !deleted)
    .at(-1);
  if (message === undefined) throw new Error("the group is empty");
  return message;
}

/** Does something in the Telegram group and resolves with what the bot says next. */
export async function nextInGroup(world: World, act: () => unknown): Promise<TelegramMessage> {
  const before = lastInGroup(world);
  await act();
  return world.telegram.until(() => {
    const message = lastInGroup(world);
    return message !== before && message.from === world.telegram.state.bot.id ? message : undefined;
  }, "what the bot says next");
}
