import type { Logger } from "pino";
import type { z } from "zod";
import type { ProviderId } from "../ids.ts";

/**
 * Those of a push that can be read: one that can't must not keep the others from being stored, for a push that is
 * refused too often does not come again. What can't be read is told by where it is wrong, never by what it says.
 */
export function readRows<Row>(
  rows: readonly unknown[],
  schema: z.ZodType<Row>,
  { provider, log }: { readonly provider: ProviderId; readonly log: Logger },
): Row[] {
  return rows.flatMap((row) => {
    const read = schema.safeParse(row);
    if (read.success) return [read.data];
    const places = read.error.issues.map(({ path }) => path.join("."));
    log.warn({ provider, places }, "something pushed can't be read");
    return [];
  });
}

/** The JSON in a body; undefined when it is none. */
export function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
