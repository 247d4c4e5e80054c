import { z } from "zod";
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
};

/** Where a provider is called: a scheme and a host, without a path. */
export const endpointSchema = z.string().refine(isEndpoint, {
  error: "is https:// or http://, a host and perhaps a port, without a path",
});

function isEndpoint(written: string): boolean {
  const url = URL.parse(written);
  return (
    url !== null && /^https?:$/u.test(url.protocol) && url.pathname === "/" && url.search === ""
  );
}

interface Account {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly profile: string;
  readonly weight: number;
  readonly batchSize: number;
  readonly ratePerSecond: number;
  readonly hours?: { readonly from: number; readonly to: number } | undefined;
}

/** What a provider tells of itself, as its account says it. */
export function describeAccount(
  account: Account,
): Pick<Provider, "id" | "kind" | "name" | "limits" | "profile" | "weight"> {
  const { id, kind, name, profile, weight, batchSize, ratePerSecond, hours } = account;
  const limits = { batchSize, ratePerSecond, ...(hours === undefined ? {} : { hours }) };
  return { id: id as ProviderId, kind, name, profile, weight, limits };
}
