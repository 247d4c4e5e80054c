import { catalog } from "./catalog.ts";

/** What the door itself says: roles, unknown commands, faults. */
export const deskText = catalog(
  {
    unknownCommand: (typed: string) => `没有“${typed}”这个命令。`,
    didYouMean: (name: string) => `你是不是想用 /sms ${name}?`,
    role: { drafter: "起草人", approver: "审批人", admin: "管理员" },
    needsRole: (role: string, mine: string) =>
      `这需要${role}权限，你现在是${mine}。请管理员用 /sms members 调整。`,
    guest: (merchant: string) =>
      `你还不是“${merchant}”的成员。请管理员运行 /sms members 把你加进来。`,
    goneButton: "这个按钮已经失效了。请用 /sms show 查看最新的卡片。",
    goneForm: "这个表单已经失效了，请重新打开。",
    broken: (ref: string) =>
      `出了点问题，已记录（${ref}）。你的内容没有丢，请稍后再试；若仍不行，请把这个编号告诉运维人员。`,
    helpTitle: "群发短信 · 命令",
    helpIntro: "起草 → 看预警 → 同事审批 → 发送 → 收到结算",
  },
  {
    unknownCommand: (typed) => `There is no command “${typed}”.`,
    didYouMean: (name) => `Did you mean /sms ${name}?`,
    role: { drafter: "drafter", approver: "approver", admin: "admin" },
    needsRole: (role, mine) =>
      `That needs the role ${role}; you are ${mine}. An admin can change it with /sms members.`,
    guest: (merchant) =>
      `You are not a member of “${merchant}” yet. Ask an admin to let you in with /sms members.`,
    goneButton: "This button no longer works. /sms show gives the card as it is now.",
    goneForm: "This form no longer exists; please open it again.",
    broken: (ref) =>
      `Something went wrong and was noted (${ref}). Nothing you entered is lost: try again in a moment; if it stays, give this number to whoever runs qunfa.`,
    helpTitle: "Marketing SMS: commands",
    helpIntro:
      "draft → see findings → a colleague approves → it goes out → you are told what came of it",
  },
);
