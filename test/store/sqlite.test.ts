import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import { storeContract } from "./contract/contract.ts";

const folder = mkdtempSync(join(tmpdir(), "qunfa-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
storeContract("SQLite", () => {
  files += 1;
  return openSqlite({ file: join(folder, `${files}.db`) });
});
