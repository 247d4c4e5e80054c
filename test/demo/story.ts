import type { Book } from "../../adapters/simulator/carrier.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { ask, MEMBERS_FILE } from "./opening.ts";
import { CHANNEL, CHEN, GROUP, LIN, WANG, type World } from "./world.ts";

const LONG = 60_000;

/** Tells what happens, a line at a time. */
export type Tell = (line: string) => void;

async function campaignNumber(world: World, number: number): Promise<Campaign> {
  const campaign = await world.app.core.store.campaigns.findOne({ number });
  if (campaign === undefined) throw new Error(`there is no campaign #${number}`);
  return campaign;
}

/** The card of a campaign in the Slack channel, by the beginning of its title. */
function slackCard(world: World, title: string) {
  return world.slack
    .messages(CHANNEL)
    .filter(
      (message) =>
        message.ephemeralTo === undefined && JSON.stringify(message.blocks).includes(title),
    )
    .at(-1);
}

function telegramCard(world: World, title: string) {
  return world.telegram
    .messages(GROUP)
    .filter(({ text, deleted }) => !deleted && text.includes(title))
    .at(-1);
}

/** In Chinese: Lin drafts in Slack, mends what is found, Chen approves in Telegram, everybody is told. */
export async function playInSlack(world: World, tell: Tell): Promise<Campaign> {
  const { slack, telegram } = world;
  const lin = slack.person(LIN);
  tell("小林在 Slack 输入 /sms draft");
  await lin.command(CHANNEL, "/sms draft");
  await slack.until(() => lin.modal(), "the draft form");
  await lin.type("名称", "会员日");
  await lin.type("短信内容", "会员日全场八折，加薇信领取好礼");
  await slack.until(() => lin.modal()?.text.includes("薇信"), "a finding while typing");
  tell("边写边看到预警：“加薇信”是变体写法，会被拦截");
  await lin.type("短信内容", "会员日全场八折，到店更有好礼，门店当天营业到晚九点");
  await slack.until(() => !lin.modal()?.text.includes("薇信"), "the finding to go");
  tell("改掉之后预警消失，两个通道都通过");
  const list = Object.values(lin.modal()?.view.blocks ?? {}).flatMap((block) =>
    block.type === "input" && block.element.type === "static_select" ? block.element.options : [],
  );
  const members = list.find(({ text }) => text.text.startsWith(MEMBERS_FILE));
  await lin.choose("发给谁", members?.value ?? "");
  await slack.until(
    () => !lin.modal()?.text.includes("粘贴号码\n每行"),
    "the form to follow the choice",
  );
  await lin.submit();
  const draft = await slack.until(() => slackCard(world, "群发 #1 会员日"), "the draft's card");
  tell("草稿卡片出现在频道里，小林提交审批");
  await lin.press(draft, "campaign.request");
  const card = await telegram.until(
    () =>
      telegram
        .messages(GROUP)
        .find(
          (m) =>
            m.text.includes("群发 #1 会员日") &&
            m.keyboard?.flat().some((b) => b.text.includes("批准")),
        ),
    "the card in Telegram",
    LONG,
  );
  tell(`老陈在 Telegram 群里看到同一张卡片：\n${indent(card.text)}`);
  const chen = telegram.person(CHEN);
  await chen.press(card, "批准");
  const question = await telegram.until(
    () =>
      telegram
        .messages(GROUP)
        .find((m) => !m.deleted && m.keyboard?.flat().some((b) => b.callback_data === "no")),
    "to be asked once more",
  );
  const toast = await chen.press(question, "批准");
  tell(`老陈批准：${toast}`);
  return watch(world, tell, 1, {
    provisional: "群发 #1 会员日 · 初步结果",
    final: "群发 #1 会员日 · 最终结果",
  });
}

/** In English: Chen drafts in Telegram, one question at a time, and Wang approves in Slack. */
export async function playInTelegram(world: World, tell: Tell): Promise<Campaign> {
  const { slack, telegram } = world;
  await ask(world, WANG, "/sms settings language en");
  await ask(world, WANG, "/sms settings opt-out-line Reply STOP to opt out");
  const chen = telegram.person(CHEN);
  const last = () =>
    telegram
      .messages(GROUP)
      .filter((m) => !m.deleted)
      .at(-1);
  const answer = async (text: string) => {
    const prompt = last();
    chen.say(GROUP, text, prompt);
    await telegram.until(
      () => last() !== prompt && last()?.from === telegram.state.bot.id,
      `the question after “${text}”`,
    );
  };
  const press = async (label: string) => {
    const prompt = last();
    if (prompt === undefined) throw new Error("there is nothing to press");
    await chen.press(prompt, label);
    await telegram.until(() => last() !== prompt, `what follows ${label}`);
  };
  tell("Chen types /draft in Telegram and is asked one thing at a time");
  chen.say(GROUP, "/draft");
  await telegram.until(
    () => last()?.keyboard !== undefined && last()?.text.includes("名称"),
    "the first question",
  );
  await answer("Member day");
  await answer("Member day: 20% off everything in store, 加V信 for a gift");
  const warned = last()?.text ?? "";
  if (!warned.includes("V信")) throw new Error(`no finding was shown: ${warned}`);
  tell("The finding comes with the next message; Chen writes it anew");
  await answer("Member day: 20% off everything in store. Open until 9 pm.");
  await press(MEMBERS_FILE);
  await press("跳过");
  await press("保存草稿");
  const draft = await telegram.until(
    () => telegramCard(world, "Campaign #2 Member day"),
    "the draft's card",
    LONG,
  );
  tell("The draft's card is in the group; Chen asks for approval");
  await chen.press(draft, `campaign.request|${(await campaignNumber(world, 2))._id}|1`);
  const card = await slack.until(
    () => {
      const found = slackCard(world, "Campaign #2 Member day");
      return found && JSON.stringify(found.blocks).includes("campaign.approve") ? found : undefined;
    },
    "the card in Slack",
    LONG,
  );
  await slack.person(WANG).press(card, "campaign.approve");
  tell("Wang approves it in Slack");
  const name = "Campaign #2 Member day";
  return watch(world, tell, 2, {
    provisional: `${name}: provisional result`,
    final: `${name}: final result`,
  });
}

/** Watches a campaign go out and be settled, and reads both summaries where they are pushed. */
async function watch(
  world: World,
  tell: Tell,
  number: number,
  title: { readonly provisional: string; readonly final: string },
): Promise<Campaign> {
  const { slack, telegram } = world;
  const provisional = await slack.until(
    () => slackCard(world, title.provisional),
    "the provisional summary",
    LONG,
  );
  const early = await campaignNumber(world, number);
  tell(
    `${early.counts.delivered} delivered, ${early.counts.submitted + early.counts.submitting} still out`,
  );
  tell(indent(provisional.text));
  await slack.until(
    () => slackCard(world, title.final) !== undefined,
    "the final summary in Slack",
    LONG,
  );
  const final = await telegram.until(
    () => telegramCard(world, title.final),
    "the final summary in Telegram",
    LONG,
  );
  tell(indent(final.text));
  return campaignNumber(world, number);
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

/** What does not agree between qunfa's settled counts and what the carriers know; empty when all does. */
export async function disagreements(world: World, campaign: Campaign): Promise<string[]> {
  const book = (merged: Book, other: Book): Book => ({
    accepted: merged.accepted + other.accepted,
    refused: merged.refused + other.refused,
    doubles: merged.doubles + other.doubles,
    reports: merged.reports + other.reports,
    outcomes: sum(merged.outcomes, other.outcomes),
  });
  const { accepted, refused, doubles, outcomes } = world.carriers
    .map(({ carrier }) => carrier.book(campaign._id))
    .reduce(book);
  const { counts } = campaign;
  const wrong: string[] = [];
  const same = (what: string, ours: number, theirs: number) => {
    if (ours !== theirs) wrong.push(`${what}: qunfa says ${ours}, the carriers ${theirs}`);
  };
  same("submitted", counts.delivered + counts.failed, accepted + refused);
  same("sent twice", 0, doubles);
  same("delivered", counts.delivered, outcomes.delivered ?? 0);
  for (const reason of [
    "unreachable",
    "opted_out",
    "content_blocked",
    "too_frequent",
    "unknown",
    "no_result",
  ] as const) {
    same(reason, counts.failedBy[reason] ?? 0, outcomes[reason] ?? 0);
  }
  same("blacklisted", counts.failedBy.blacklisted ?? 0, (outcomes.blacklisted ?? 0) + refused);
  const quota = await world.app.core.store.quotas.findOne({ _id: campaign.merchantId });
  if (quota === undefined || quota.granted !== quota.free + quota.reserved + quota.charged) {
    wrong.push("the quota does not add up");
  }
  return wrong;
}

function sum(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const total = { ...a };
  for (const [key, n] of Object.entries(b)) total[key] = (total[key] ?? 0) + n;
  return total;
}
