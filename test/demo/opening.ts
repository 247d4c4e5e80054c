import { sampleAudience } from "./sample-audience.ts";
import { CHANNEL, CHEN, GROUP, LIN, WANG, type World } from "./world.ts";

/** The two chats, wherever qunfa runs. */
export type Chats = Pick<World, "slack" | "telegram">;

export const MEMBERS_FILE = "会员名单.csv";
const MEMBERS = 3000;

/** Says a line as Wang and resolves with what only she is told. */
export async function ask(world: Chats, person: string, line: string): Promise<string> {
  const { slack } = world;
  const who = slack.person(person);
  const before = who.ephemerals(CHANNEL).length;
  await who.command(CHANNEL, line);
  return slack.until(() => {
    const told = who.ephemerals(CHANNEL).slice(before).at(-1);
    return told && [told.text, JSON.stringify(told.blocks)].join(" ");
  }, `an answer to ${line}`);
}

/**
 * Opens the shop through the chats, as an admin would: sets up the merchant, grants quota, lets the colleagues in,
 * joins the Telegram group, and drops the list of members in the channel.
 */
export async function openShop(world: Chats, members = MEMBERS): Promise<void> {
  const { slack, telegram } = world;
  const wang = slack.person(WANG);
  await wang.command(CHANNEL, "/sms help");
  await slack.until(() => wang.modal(), "the form that sets up a merchant");
  await wang.type("商家名称", "暖阳生活馆");
  await wang.type("短信签名", "暖阳生活馆");
  await wang.submit();
  await slack.until(() => wang.ephemerals(CHANNEL).length > 0, "to be told that it is set up");
  await ask(world, WANG, "/sms balance grant 100000 开业充值");
  await ask(world, WANG, "/sms settings window 00:00-24:00");
  await ask(world, WANG, "/sms settings per-day 2");
  await ask(world, LIN, "/sms help");
  await ask(world, WANG, "/sms members add 小林 drafter");
  const said = await ask(world, WANG, "/sms link");
  const code = /\/link ([A-Z0-9]{8})/.exec(said)?.[1] ?? "";
  const chen = telegram.person(CHEN);
  const heard = telegram.messages(GROUP).length;
  chen.say(GROUP, `/link ${code}`);
  await telegram.until(() => telegram.messages(GROUP).length > heard + 1, "the chat to be joined");
  chen.say(GROUP, "/sms help");
  await telegram.until(() => telegram.messages(GROUP).length > heard + 3, "an answer to a guest");
  await ask(world, WANG, "/sms members add 老陈 approver");
  const bytes = new TextEncoder().encode([...sampleAudience(members, 7)].join(""));
  const before = slack.person(LIN).sees(CHANNEL).length;
  await slack.person(LIN).upload(CHANNEL, { name: MEMBERS_FILE, bytes });
  await slack.until(
    () => slack.person(LIN).sees(CHANNEL).length > before + 1,
    "the file to be taken as an audience",
  );
}
