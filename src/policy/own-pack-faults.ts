import type { Locale } from "../locale/locale.ts";
import { ownPacksText } from "../locale/own-packs.ts";
import { CONTACT_RULES, FORM_RULES } from "./form/form-rules.ts";
import { ID, readWord } from "./lexicon.ts";
import { LONGEST } from "./matcher.ts";
import type { OwnPack, OwnPackFault } from "./own-packs.ts";
import { ALL_PACKS } from "./packs/all.ts";
import { PROFILES } from "./profiles.ts";
import { createReader } from "./reading/reader.ts";
import { categoryOf, type Rule } from "./rule.ts";

type Text = (typeof ownPacksText)[Locale];
type Add = (message: string, ...path: PropertyKey[]) => void;

/** What is known by name, ours and theirs. */
interface Names {
  readonly rules: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
  /** Profiles, each with the one it is like. */
  readonly profiles: ReadonlyMap<string, string | undefined>;
  /** Rules of the operator's own. */
  readonly own: ReadonlySet<string>;
}

/** Rules that are checks rather than words: they can be switched off or weighed, not written anew. */
const FORM = [...Object.values(FORM_RULES), ...Object.values(CONTACT_RULES)];

/**
 * What the shape of single packs does not tell: names that nobody has or that two have, words that can't be sought.
 * Packs by the file they come from.
 */
export function faultsAmong(
  packs: ReadonlyMap<string, OwnPack>,
  locale: Locale,
): readonly OwnPackFault[] {
  if (packs.size === 0) return [];
  const t = ownPacksText[locale];
  const faults: OwnPackFault[] = [];
  const names = namesOf(packs.values());
  const wordFault = createWordCheck(t);
  const ruleFiles = new Map<string, string>();
  const profileFiles = new Map<string, string>();
  for (const [file, pack] of packs) {
    const add: Add = (message, ...path) => faults.push({ file, path, message });
    for (const [i, rule] of pack.rules.entries()) {
      const other = claim(ruleFiles, rule.id, file);
      if (other !== undefined) add(t.ruleTwice(rule.id, other), "rules", i, "id");
      if (FORM.some(({ id }) => id === rule.id)) add(t.formRule(rule.id), "rules", i, "id");
      ruleFaults(rule, names, t, (message, ...path) => add(message, "rules", i, ...path));
      for (const { path, words } of wordsOf(rule)) {
        for (const word of words) {
          const fault = wordFault(word);
          if (fault !== undefined) add(fault, "rules", i, ...path);
        }
      }
    }
    for (const word of pack.harmless) {
      const fault = wordFault(word);
      if (fault !== undefined) add(fault, "harmless");
    }
    for (const [i, profile] of pack.profiles.entries()) {
      const other = claim(profileFiles, profile.id, file);
      if (other !== undefined) add(t.profileTwice(profile.id, other), "profiles", i, "id");
      profileFaults(profile, names, t, (message, ...path) => add(message, "profiles", i, ...path));
    }
    for (const [i, id] of pack.off.entries()) {
      if (!names.rules.has(id)) add(t.unknownRule(id), "off", i);
      else if (names.own.has(id)) add(t.offAndThere(id), "off", i);
    }
  }
  return faults;
}

function namesOf(packs: Iterable<OwnPack>): Names {
  const all = [...packs];
  const rules = [...ALL_PACKS, ...all].flatMap((pack) => pack.rules as readonly Rule[]);
  const profiles = [...PROFILES, ...all.flatMap((pack) => pack.profiles)];
  return {
    rules: new Set([...rules, ...FORM].map(({ id }) => id)),
    categories: new Set([...rules, ...FORM].map(categoryOf)),
    profiles: new Map(profiles.map(({ id, like }) => [id, like])),
    own: new Set(all.flatMap((pack) => pack.rules.map(({ id }) => id))),
  };
}

/** Notes who has a name; the file that has it already, if one does. */
function claim(owners: Map<string, string>, name: string, file: string): string | undefined {
  const other = owners.get(name);
  if (other === undefined) owners.set(name, file);
  return other;
}

function ruleFaults(rule: Rule, { profiles }: Names, t: Text, add: Add): void {
  if (rule.terms.length + rule.patterns.length + rule.sounds.length === 0) add(t.seeksNothing);
  for (const id of Object.keys(rule.profiles)) {
    if (!profiles.has(id)) add(t.unknownProfile(id, [...profiles.keys()]), "profiles", id);
  }
}

function profileFaults(profile: OwnPack["profiles"][number], names: Names, t: Text, add: Add) {
  const { profiles, rules, categories } = names;
  for (const id of Object.keys(profile.weights)) {
    if (!rules.has(id) && !categories.has(id)) {
      add(t.unknownWeight(id, [...categories]), "weights", id);
    }
  }
  if (profile.like === undefined) return;
  if (!profiles.has(profile.like)) {
    add(t.unknownProfile(profile.like, [...profiles.keys()]), "like");
    return;
  }
  const line = new Set([profile.id]);
  for (let next: string | undefined = profile.like; next !== undefined; next = profiles.get(next)) {
    if (line.has(next)) {
      add(t.likeItself(profile.id), "like");
      return;
    }
    line.add(next);
  }
}

function wordsOf(rule: Rule): { readonly path: PropertyKey[]; readonly words: string[] }[] {
  return [
    { path: ["terms"], words: rule.terms },
    { path: ["sounds"], words: rule.sounds },
    { path: ["harmless"], words: rule.harmless },
    { path: ["near", "words"], words: rule.near?.words ?? [] },
    { path: ["unless", "words"], words: rule.unless?.words ?? [] },
    ...rule.patterns.flatMap(({ parts }, pattern) =>
      parts.map((words, part) => ({ path: ["patterns", pattern, "parts", part], words })),
    ),
  ];
}

/** Says why a word can't be sought; undefined when it can. */
function createWordCheck(t: Text): (word: string) => string | undefined {
  const reader = createReader();
  return (word) => {
    if (word === ID) return undefined;
    let length: number;
    try {
      length = readWord(reader, word).units.length;
    } catch {
      return t.unknownPlaceholder(word);
    }
    if (length === 0) return t.emptyWord(word);
    return length > LONGEST ? t.longWord(word, LONGEST) : undefined;
  };
}
