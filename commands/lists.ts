import type { SavedList } from "../src/audience/lists.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import { listText } from "../src/locale/lists.ts";
import { deleteCard, listCard } from "./list-card.ts";
import {
  answered,
  changeTags,
  merge,
  refuseDelete,
  remove,
  rename,
  saveFromCampaign,
} from "./list-changes.ts";
import { askToMerge, renameForm, tagForm } from "./list-forms.ts";
import { listFirst, wordsOf } from "./list-words.ts";
import { filterOf, listsCard } from "./lists-card.ts";
import { saveForm } from "./save-list-form.ts";

type Verb = (context: Context, rest: string) => Promise<Answer>;

/** A verb about the list that its first words name; `run` gets the words after it. */
function about(
  example: string,
  run: (context: Context, list: SavedList, rest: string) => Promise<Answer>,
): Verb {
  return async (context, line) => {
    const t = listText[context.locale];
    const words = wordsOf(line);
    if (words.length === 0) return notice("warning", t.whichList(`/sms lists ${example}`));
    const first = await listFirst(context, words);
    if (first === undefined) return notice("warning", t.noList(words.join(" ")));
    return run(context, first.list, first.rest.join(" "));
  };
}

/** `VIP page 2`: what is searched for, and which page (from 0). */
function paged(line: string): { readonly words: string; readonly page: number } {
  const [, words = line, page = "1"] = /^(.*?)\s*page\s+(\d{1,6})$/iu.exec(line) ?? [];
  return { words: wordsOf(words).join(" "), page: Number(page) - 1 };
}

const search =
  (kind: "words" | "tag"): Verb =>
  (context, line) => {
    const { words, page } = paged(line);
    return listsCard(context, filterOf(words === "" ? undefined : kind, words), page);
  };

const saving: Verb = async (context, line) =>
  line === ""
    ? { kind: "form", form: await saveForm(context) }
    : withCampaign(context, line, "/sms lists save 12 老客户", async (campaign, rest) =>
        answered(await saveFromCampaign(context, campaign, wordsOf(rest).join(" "))),
      );

const SEPARATOR = /^(?:as|为|=|=>|→)$/iu;

/** `<list> <list> … as <name>`; without anything, a form. */
const merging: Verb = async (context, line) => {
  if (line === "") return askToMerge(context, "");
  const t = listText[context.locale];
  const words = wordsOf(line);
  const as = words.findLastIndex((word) => SEPARATOR.test(word));
  if (as < 0) return notice("warning", t.usage);
  const lists: SavedList[] = [];
  let rest = words.slice(0, as);
  while (rest.length > 0) {
    const first = await listFirst(context, rest);
    if (first === undefined) return notice("warning", t.noList(rest.join(" ")));
    lists.push(first.list);
    rest = [...first.rest];
  }
  return answered(await merge(context, lists, words.slice(as + 1).join(" ")));
};

const VERBS: Readonly<Record<string, Verb>> = {
  page: (context, line) => listsCard(context, { kind: "all" }, Number(line) - 1 || 0),
  find: search("words"),
  tagged: search("tag"),
  show: about("show #3", (context, list) => listCard(context, list)),
  save: saving,
  rename: about("rename #3 老客户", async (context, list, rest) =>
    rest === ""
      ? { kind: "form", form: renameForm(context, list) }
      : answered(await rename(context, list, rest)),
  ),
  tag: about("tag #3 VIP", async (context, list, rest) =>
    rest === ""
      ? { kind: "form", form: tagForm(context, list) }
      : answered(await changeTags(context, list, "add", rest)),
  ),
  untag: about("untag #3 VIP", async (context, list, rest) =>
    answered(await changeTags(context, list, "remove", rest)),
  ),
  merge: merging,
  delete: about(
    "delete #3",
    async (context, list) => refuseDelete(context, list) ?? deleteCard(context, list),
  ),
};

export const lists: Command = {
  name: "lists",
  role: "drafter",
  usage: "[show|save|rename|tag|untag|merge|delete|find|tagged …]",
  describe: { "zh-CN": "名单：查看、新建、合并、打标签", en: "saved lists of numbers" },
  run: async (context, args) => {
    if (args === "") return listsCard(context, { kind: "all" }, 0);
    const [typed = ""] = args.split(/\s+/u);
    const verb = Object.hasOwn(VERBS, typed.toLowerCase()) ? VERBS[typed.toLowerCase()] : undefined;
    if (verb !== undefined) return verb(context, args.slice(typed.length).trim());
    const named = await listFirst(context, wordsOf(args));
    return named?.rest.length === 0
      ? listCard(context, named.list)
      : search("words")(context, args);
  },
};

/** A button about one list. */
function onList(
  id: string,
  run: (context: Context, list: SavedList) => Promise<Answer>,
): ActionHandler {
  return {
    id,
    role: "drafter",
    run: async (context, [list = ""]) => {
      const { core, merchant, locale } = context;
      const found = await core.store.lists.findOne({ _id: list, merchantId: merchant._id });
      return found === undefined ? notice("warning", listText[locale].gone) : run(context, found);
    },
  };
}

export const listActions: readonly ActionHandler[] = [
  {
    id: "lists.page",
    role: "drafter",
    run: (context, [page = "0", kind, words = ""]) =>
      listsCard(context, filterOf(kind, words), Number(page) || 0),
  },
  {
    id: "lists.save",
    role: "drafter",
    run: async (context) => ({ kind: "form", form: await saveForm(context) }),
  },
  onList("lists.show", listCard),
  onList("lists.rename", async (context, list) => ({
    kind: "form",
    form: renameForm(context, list),
  })),
  onList("lists.tags", async (context, list) => ({ kind: "form", form: tagForm(context, list) })),
  onList("lists.merge", (context, list) => askToMerge(context, list._id)),
  onList("lists.delete", remove),
];
