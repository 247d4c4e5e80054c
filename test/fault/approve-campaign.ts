import { MEMBERS_FILE } from "../demo/opening.ts";
import { CHANNEL, LIN, WANG } from "../demo/world.ts";
import type { SlackEmulator } from "../emulators/slack/slack-emulator.ts";

const LONG = 120_000;

/** Lin drafts a campaign to the shop's members in Slack, Wang approves it. Resolves when she is told so. */
export async function approveCampaign(slack: SlackEmulator): Promise<void> {
  const lin = slack.person(LIN);
  await lin.command(CHANNEL, "/sms draft");
  await slack.until(() => lin.modal(), "the form");
  await lin.type("名称", "会员日");
  await lin.type("短信内容", "会员日全场八折，到店更有好礼");
  const lists = (lin.modal()?.view.blocks ?? []).flatMap((block) =>
    block.type === "input" && block.element.type === "static_select" ? block.element.options : [],
  );
  await lin.choose(
    "发给谁",
    lists.find(({ text }) => text.text.startsWith(MEMBERS_FILE))?.value ?? "",
  );
  await lin.submit();
  const card = (button: string) =>
    slack
      .messages(CHANNEL)
      .find((message) => !message.ephemeralTo && JSON.stringify(message.blocks).includes(button));
  await lin.press(
    await slack.until(() => card("campaign.request"), "the draft", LONG),
    "campaign.request",
  );
  const wang = slack.person(WANG);
  await wang.press(
    await slack.until(() => card("campaign.approve"), "the card to approve", LONG),
    "campaign.approve",
  );
  await slack.until(
    () => wang.ephemerals(CHANNEL).some(({ text }) => text.includes("已批准")),
    "the approval",
    LONG,
  );
}
