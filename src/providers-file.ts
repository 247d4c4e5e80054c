import { readFile } from "node:fs/promises";
import { z } from "zod";

/** The file of provider accounts: `{ "providers": [ … ] }`, each of a kind that an adapter knows, with an id of its own. */
function providersFileSchema<Account extends z.ZodType<{ readonly id: string }>>(account: Account) {
  return z.object({
    providers: z.array(account).superRefine((accounts, context) => {
      const seen = new Set<string>();
      accounts.forEach(({ id }, index) => {
        if (seen.has(id)) {
          context.addIssue({
            code: "custom",
            path: [index, "id"],
            message: `“${id}” is used twice`,
          });
        }
        seen.add(id);
      });
    }),
  });
}

/** Names an account in the database, in URLs and in counters' paths. */
export const providerIdSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}$/,
    "must be a-z, 0-9 and -, beginning with a letter, at most 31 characters",
  );

/** The accounts of a file, or what keeps it from being read: whoever asked says it in their own words. */
export type ProvidersFile<Account> =
  | { readonly kind: "read"; readonly accounts: readonly Account[] }
  | { readonly kind: "unreadable"; readonly code: string }
  | { readonly kind: "no_json"; readonly detail: string }
  | { readonly kind: "invalid"; readonly error: z.ZodError };

/** Reads the file of provider accounts, each of them as `account` has it. */
export async function readProvidersFile<Account extends z.ZodType<{ readonly id: string }>>(
  file: string,
  account: Account,
): Promise<ProvidersFile<z.output<Account>>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    return { kind: "unreadable", code: (error as NodeJS.ErrnoException).code ?? "" };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { kind: "no_json", detail: (error as Error).message };
  }
  const parsed = providersFileSchema(account).safeParse(json);
  return parsed.success
    ? { kind: "read", accounts: parsed.data.providers }
    : { kind: "invalid", error: parsed.error };
}
