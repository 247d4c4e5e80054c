/**
 * One CSV cell. A leading = + - @, tab or carriage return would run as a formula in a spreadsheet: it is
 * defused with an apostrophe (OWASP, CSV Injection).
 */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** CSV with a byte order mark, so that Excel reads it as UTF-8. */
export function csvFile(rows: readonly (readonly string[])[]): Uint8Array {
  const text = rows.map((row) => row.map(csvCell).join(",")).join("\r\n");
  return new TextEncoder().encode(`\uFEFF${text}\r\n`);
}

/** A whole international number as a cell: without its +, which would be taken for the beginning of a formula. */
export function csvPhone(phone: string): string {
  return phone.replace("+", "");
}
