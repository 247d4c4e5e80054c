import { failed, flag, type Method } from "./call.ts";
import { messageJson } from "./methods-chat.ts";

const history: Method = {
  scope: "channels:history",
  tier: 3,
  run({ workspace, args }) {
    const channel = workspace.channels.get(args.channel ?? "");
    if (channel === undefined) return failed("channel_not_found");
    if (!channel.botIn) return failed("not_in_channel");
    const oldest = Number(args.oldest ?? 0);
    const inclusive = flag(args.inclusive);
    const from = Number(args.cursor ?? 0);
    const limit = Number(args.limit ?? 100);
    const all = channel.messages
      .filter((m) => m.ephemeralTo === undefined && !m.deleted && m.threadTs === undefined)
      .filter((m) => (inclusive ? Number(m.ts) >= oldest : Number(m.ts) > oldest))
      .toReversed();
    const page = all.slice(from, from + limit);
    const more = from + limit < all.length;
    return {
      ok: true,
      messages: page.map((m) => messageJson(workspace, m, flag(args.include_all_metadata))),
      has_more: more,
      ...(more ? { response_metadata: { next_cursor: String(from + limit) } } : {}),
    };
  },
};

export const conversationMethods: Readonly<Record<string, Method>> = {
  "conversations.history": history,
  "conversations.open": {
    scope: "im:write",
    tier: 3,
    run({ workspace, args }) {
      const person = workspace.people.get(args.users ?? "");
      if (person === undefined) return failed("user_not_found");
      return { ok: true, channel: { id: workspace.directChannel(person.id).id } };
    },
  },
  "users.info": {
    scope: "users:read",
    tier: 4,
    run({ workspace, args }) {
      const person = workspace.people.get(args.user ?? "");
      if (person === undefined) return failed("user_not_found");
      return {
        ok: true,
        user: {
          id: person.id,
          team_id: workspace.teamId,
          name: person.name,
          real_name: person.name,
          profile: { display_name: person.name, real_name: person.name },
          is_bot: false,
          ...(flag(args.include_locale) ? { locale: person.locale } : {}),
        },
      };
    },
  },
};
