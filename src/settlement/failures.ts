import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { Recipient } from "../delivery/recipient.ts";

/** One page of the people a campaign failed, by line of the audience. */
export function failedPage(
  core: Core,
  campaign: Campaign,
  page: number,
  size: number,
): Promise<Recipient[]> {
  return core.store.recipients.find(
    { campaignId: campaign._id, state: "failed" },
    { sort: { line: 1 }, skip: page * size, limit: size },
  );
}

/** Everyone a campaign failed, streaming. */
export function failedRecipients(core: Core, campaign: Campaign): AsyncIterable<Recipient> {
  return core.store.recipients.stream(
    { campaignId: campaign._id, state: "failed" },
    { sort: { line: 1 } },
  );
}

/**
 * One CSV cell. A leading = + - @, tab or carriage return would run as a formula in a spreadsheet: it is
 * defused with an apostrophe (OWASP, CSV Injection).
 */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** CSV with a byte order mark, so that Excel reads it as UTF-8. */
export function csvFile(rows: readonly (readonly string[])[]): Uint8Array {
  const text = rows.map((row) => row.map(csvCell).join(",")).join("\r\n");
  return new TextEncoder().encode(`\uFEFF${text}\r\n`);
}
