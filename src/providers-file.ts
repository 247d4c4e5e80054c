import { z } from "zod";

/** The file of provider accounts: `{ "providers": [ … ] }`, each of a kind that an adapter knows, with an id of its own. */
export function providersFileSchema<Account extends z.ZodType<{ readonly id: string }>>(
  account: Account,
) {
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
