import { isUtf8 } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Locale } from "../locale/locale.ts";
import { ownPacksText } from "../locale/own-packs.ts";
import { faultsAmong } from "./own-pack-faults.ts";
import type { PolicyOptions } from "./policy.ts";
import { profileSchema } from "./profile.ts";
import { type PackInput, packSchema, ruleSchema } from "./rule.ts";

/**
 * A pack of the operator's own, one a file: rules, harmless wordings, profiles, and ids of rules to switch off.
 * Unlike ours, which the compiler reads, it may hold nothing unknown: a misspelt key would silently do nothing.
 */
const ownPackSchema = packSchema
  .extend({
    rules: z.array(z.strictObject(ruleSchema.shape)).default([]),
    profiles: z.array(z.strictObject(profileSchema.shape)).default([]),
    off: z.array(z.string()).default([]),
  })
  .strict();
export type OwnPack = z.output<typeof ownPackSchema>;

/** What is wrong with an own pack: where, and what is expected there. */
export interface OwnPackFault {
  readonly file: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Everything that is wrong with all own packs, at once. */
export class OwnPacksError extends Error {
  override readonly name = "OwnPacksError";
  readonly faults: readonly OwnPackFault[];
  constructor(faults: readonly OwnPackFault[], locale: Locale) {
    const lines = faults.map(({ file, path, message }) => {
      const at = path.length === 0 ? file : `${file}: ${z.core.toDotPath(path)}`;
      return `  ✖ ${message}\n    → ${at}`;
    });
    super(`${ownPacksText[locale].notRight}\n${lines.join("\n")}`);
    this.faults = faults;
  }
}

/**
 * qunfa's own packs with the operator's, as options of `createPolicy`. A rule of theirs with the id of one of ours
 * takes its place whole, and no longer knows the harmless wordings that our pack shares among its rules.
 */
export function mergePacks(
  own: readonly PackInput[],
  extra: readonly OwnPack[],
): Required<Pick<PolicyOptions, "packs" | "profiles" | "off">> {
  const replaced = new Set(extra.flatMap(({ rules }) => rules.map(({ id }) => id)));
  const kept = own.flatMap((pack) => {
    const rules = pack.rules.filter(({ id }) => !replaced.has(id));
    // Left without rules, its harmless wordings would be taken for those of all packs.
    return rules.length === 0 && pack.rules.length > 0 ? [] : [{ ...pack, rules }];
  });
  return {
    packs: [...kept, ...extra],
    profiles: extra.flatMap(({ profiles }) => profiles),
    off: extra.flatMap(({ off }) => off),
  };
}

/**
 * Reads every `*.json` of a folder, in order of their names; other files and hidden ones are left alone. Without the
 * folder there are none, unless it is required. Throws one `OwnPacksError` that says all that is wrong in all files: first what can't be read,
 * then what does not fit together.
 */
export async function readOwnPacks(
  { dir, required }: { readonly dir: string; readonly required: boolean },
  locale: Locale = "en",
): Promise<readonly OwnPack[]> {
  const t = ownPacksText[locale];
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !required) return [];
    throw new OwnPacksError([{ file: dir, path: [], message: t.noFolder(code) }], locale);
  }
  const packs = new Map<string, OwnPack>();
  const faults: OwnPackFault[] = [];
  for (const name of names.filter((one) => /^[^.].*\.json$/u.test(one)).sort()) {
    const file = join(dir, name);
    const parsed = parse(file, await readFile(file), locale);
    if (Array.isArray(parsed)) faults.push(...parsed);
    else packs.set(file, parsed);
  }
  // Names are judged among files that can all be read: what one lacks may stand in the broken one.
  if (faults.length === 0) faults.push(...faultsAmong(packs, locale));
  if (faults.length > 0) throw new OwnPacksError(faults, locale);
  return [...packs.values()];
}

function parse(file: string, bytes: Buffer, locale: Locale): OwnPack | OwnPackFault[] {
  const t = ownPacksText[locale];
  if (!isUtf8(bytes)) return [{ file, path: [], message: t.notUtf8 }];
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/u, ""));
  } catch (error) {
    return [{ file, path: [], message: t.notJson((error as Error).message) }];
  }
  const { localeError } = locale === "zh-CN" ? z.locales.zhCN() : z.locales.en();
  const parsed = ownPackSchema.safeParse(json, { error: localeError });
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ code, path, message }) => ({
    file,
    path,
    // The only choice of types in a pack; "invalid input" would not say between what.
    message: code === "invalid_union" ? t.words : message,
  }));
}
