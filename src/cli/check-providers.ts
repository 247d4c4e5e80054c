import { z } from "zod";
import type { PolicyQuestion } from "../policy/contract.ts";
import { PROFILES } from "../policy/profiles.ts";
import { providerIdSchema, readProvidersFile } from "../providers-file.ts";
import { UsageFault } from "./usage-fault.ts";

type Providers = PolicyQuestion["providers"];

/** Of an account, what a check needs: accounts whose kind has a profile of its name need not say it. */
const accountSchema = z
  .object({ id: providerIdSchema, kind: z.string(), profile: z.string().min(1).optional() })
  .transform(({ id, kind, profile }) => ({ id, profile: profile ?? kind }));

/** Profiles of the simulator, which nobody's texts go through. */
const SIMULATED = /^sim-/u;

/**
 * The providers to check for: those asked for, each the id of an account of the file or else of a profile; when none
 * is, all accounts, or without a file all profiles but the simulator's. Throws `UsageFault` for an id that nobody has
 * and for a file that can't be used; one that is missing holds no accounts.
 */
export async function chooseProviders(
  asked: readonly string[],
  file: string,
  ownProfiles: readonly { readonly id: string }[],
): Promise<Providers> {
  const accounts = await readAccounts(file);
  const profiles = new Set([...PROFILES, ...ownProfiles].map(({ id }) => id));
  if (asked.length === 0) {
    if (accounts.length > 0) return accounts;
    return [...profiles].filter((id) => !SIMULATED.test(id)).map((id) => ({ id, profile: id }));
  }
  return asked.map((id) => {
    const account = accounts.find((one) => one.id === id);
    if (account !== undefined) return account;
    if (profiles.has(id)) return { id, profile: id };
    const known = [...new Set([...accounts.map((one) => one.id), ...profiles])];
    throw new UsageFault((t) => t.unknownProvider(id, known.join(", ")));
  });
}

async function readAccounts(file: string): Promise<Providers> {
  const fault = (detail: string) => new UsageFault((t) => t.providersFile(file, detail));
  const read = await readProvidersFile(file, accountSchema);
  switch (read.kind) {
    case "read":
      return read.accounts;
    case "unreadable":
      if (read.code === "ENOENT") return [];
      throw fault(read.code);
    case "no_json":
      throw fault(read.detail);
    case "invalid":
      throw fault(z.prettifyError(read.error));
  }
}
