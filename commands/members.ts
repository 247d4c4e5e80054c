import { audit } from "../src/campaign/audit.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Command, Context } from "../src/chat/command.ts";
import { refuseRole } from "../src/chat/refusals.ts";
import { commandText } from "../src/locale/commands.ts";
import { deskText } from "../src/locale/desk.ts";
import { type Identity, type Member, ROLES, type Role } from "../src/merchant/member.ts";
import { addMember } from "../src/merchant/people.ts";

function roleNamed(word: string, { locale }: Context): Role | undefined {
  const t = deskText[locale].role;
  return ROLES.find((role) => role === word.toLowerCase() || t[role] === word);
}

/** The one whose name it is, ignoring case and a leading @; several or none answers what to do. */
function pick<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  called: string,
  { locale }: Context,
): T | Answer {
  const t = commandText[locale].members;
  const fold = (name: string) => name.replace(/^@/u, "").toLowerCase();
  const found = all.filter((one) => fold(nameOf(one)) === fold(called));
  const [only] = found;
  if (only === undefined) return notice("warning", t.notFound(called));
  return found.length === 1 ? only : notice("warning", t.ambiguous(called));
}

const isAnswer = (value: object): value is Answer => "kind" in value;

async function show({ core, merchant, locale }: Context): Promise<Answer> {
  const t = commandText[locale].members;
  const members = await core.store.members.find({ merchantId: merchant._id });
  const guests = await core.store.identities.find(
    { merchantId: merchant._id, memberId: null },
    { limit: 20 },
  );
  const roles = deskText[locale].role;
  return {
    kind: "card",
    card: {
      title: t.title,
      tone: "neutral",
      sections: [
        {
          kind: "list",
          items: members.map((member) => [`${member.name} · ${roles[member.role]}`]),
        },
        ...(guests.length === 0
          ? []
          : [
              {
                kind: "list" as const,
                title: t.guests,
                items: guests.map((guest) => [`${guest.displayName} (${guest.platform})`]),
              },
            ]),
        { kind: "text", text: [t.usage] },
      ],
    },
  };
}

async function add(context: Context, name: string, role: Role): Promise<Answer> {
  const { core, merchant, locale } = context;
  const guests = await core.store.identities.find({ merchantId: merchant._id, memberId: null });
  const guest = pick<Identity>(guests, (one) => one.displayName, name, context);
  if (isAnswer(guest)) return guest;
  const { platform, workspace, userId, displayName } = guest;
  await addMember(core, merchant._id, { platform, workspace, userId, displayName }, role);
  return notice(
    "success",
    commandText[locale].members.added(displayName, deskText[locale].role[role]),
  );
}

/** Gives a member another role, or none. One admin always stays. */
async function change(context: Context, name: string, role: Role | undefined): Promise<Answer> {
  const { core, merchant, locale } = context;
  const t = commandText[locale].members;
  const members = await core.store.members.find({ merchantId: merchant._id });
  const member = pick<Member>(members, (one) => one.name, name, context);
  if (isAnswer(member)) return member;
  const admins = members.filter((one) => one.role === "admin");
  if (role !== "admin" && member.role === "admin" && admins.length === 1)
    return notice("warning", t.lastAdmin);
  if (role !== undefined) {
    await core.store.members.updateOne({ _id: member._id }, { $set: { role } });
    return notice("success", t.added(member.name, deskText[locale].role[role]));
  }
  await core.store.identities.updateMany(
    { merchantId: merchant._id, memberId: member._id },
    { $set: { memberId: null } },
  );
  await core.store.members.deleteOne({ _id: member._id });
  return notice("success", t.removed(member.name));
}

export const members: Command = {
  name: "members",
  role: "drafter",
  usage: "[add <name> <role> | role <name> <role> | remove <name>]",
  describe: { "zh-CN": "成员和角色", en: "members and roles" },
  run: async (context, args) => {
    if (args === "") return show(context);
    const { core, merchant, actor, locale } = context;
    const t = commandText[locale].members;
    const words = args.split(/\s+/u);
    const [verb = ""] = words;
    const role = verb === "remove" ? undefined : roleNamed(words.at(-1) ?? "", context);
    const name = words.slice(1, verb === "remove" ? undefined : -1).join(" ");
    const refused = refuseRole(context, "admin");
    if (refused !== undefined) return refused;
    const valid = name !== "" && (verb === "remove" || role !== undefined);
    if (!valid || !["add", "role", "remove"].includes(verb)) return notice("warning", t.usage);
    const answer =
      verb === "add" && role !== undefined
        ? await add(context, name, role)
        : await change(context, name, role);
    const done = answer.kind === "notice" && answer.tone === "success";
    if (done) {
      const detail = { name, role: role ?? null };
      await audit(core, {
        merchantId: merchant._id,
        campaignId: null,
        action: `members.${verb}`,
        actor,
        detail,
      });
    }
    return answer;
  },
};
