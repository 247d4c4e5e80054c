import { z } from "zod";
import { regionSchema } from "../audience/region.ts";
import type { ProviderId } from "../ids.ts";
import { providerIdSchema } from "../providers-file.ts";
import type { Provider } from "./provider.ts";

/** What every account of the providers' file says, whatever its kind. */
export const accountShape = {
  id: providerIdSchema,
  /** As people call it. */
  name: z.string().min(1).max(40),
  weight: z.number().min(0).default(1),
  /** Local minutes after midnight in which it takes marketing. */
  hours: z
    .object({ from: z.number().int().min(0), to: z.number().int().max(1440) })
    .refine(({ from, to }) => from < to, { error: "from must be before to" })
    .optional(),
  /** Regions whose numbers it does not take: `["US", "CN-65"]`. */
  unserved: z.array(regionSchema).default([]),
};

interface Account {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly profile: string;
  readonly weight: number;
  readonly batchSize: number;
  readonly ratePerSecond: number;
  readonly hours?: { readonly from: number; readonly to: number } | undefined;
  readonly unserved: readonly string[];
}

/** What a provider tells of itself, as its account says it. */
export function describeAccount(
  account: Account,
): Pick<Provider, "id" | "kind" | "name" | "limits" | "profile" | "weight" | "unserved"> {
  const { id, kind, name, profile, weight, batchSize, ratePerSecond, hours, unserved } = account;
  const limits = { batchSize, ratePerSecond, ...(hours === undefined ? {} : { hours }) };
  return { id: id as ProviderId, kind, name, profile, weight, limits, unserved };
}
