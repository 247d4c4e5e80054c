import { z } from "zod";
import { regionSchema } from "../audience/region.ts";
import type { ProviderId } from "../ids.ts";
import { type Price, priceSchema } from "../money.ts";
import { CARRIERS, type Carrier } from "../policy/number-carrier.ts";
import { providerIdSchema } from "../providers-file.ts";
import type { Provider } from "./provider.ts";

/** What every account of the providers' file says, whatever its kind. */
export const accountShape = {
  id: providerIdSchema,
  /** What a segment costs here; without it cost is told in segments only. */
  price: priceSchema.optional(),
  /** As people call it. */
  name: z.string().min(1).max(40),
  weight: z.number().min(0).default(1),
  /** Whose numbers it serves: `{ "prefixes": ["+86"], "carriers": { "mobile": 3, "unicom": 1 } }`. */
  serves: z
    .object({
      prefixes: z
        .array(z.string().regex(/^\+[1-9]\d{0,14}$/u, "is the beginning of a number: +86"))
        .min(1)
        .optional(),
      carriers: z.partialRecord(z.enum(CARRIERS), z.number().min(0)).optional(),
    })
    .optional(),
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
  readonly serves?:
    | {
        readonly prefixes?: readonly string[] | undefined;
        readonly carriers?: Readonly<Partial<Record<Carrier, number>>> | undefined;
      }
    | undefined;
  readonly unserved: readonly string[];
  readonly price?: Price | undefined;
}

/** What a provider tells of itself, as its account says it. */
export function describeAccount(
  account: Account,
): Pick<
  Provider,
  "id" | "kind" | "name" | "limits" | "profile" | "weight" | "serves" | "unserved" | "price"
> {
  const { id, kind, name, profile, weight, batchSize, ratePerSecond, hours } = account;
  const { serves, unserved, price } = account;
  const limits = { batchSize, ratePerSecond, ...(hours === undefined ? {} : { hours }) };
  const { prefixes, carriers } = serves ?? {};
  const serving = {
    ...(prefixes === undefined ? {} : { prefixes }),
    ...(carriers === undefined ? {} : { carriers }),
  };
  return {
    id: id as ProviderId,
    kind,
    name,
    profile,
    weight,
    limits,
    serves: serving,
    unserved,
    ...(price && { price }),
  };
}
