import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/*
 * `npm run test:mongodb`: the store's contract, every end-to-end test, the lanes, and the properties of counting, on the server that MONGODB_URI names.
 * `npm test` skips that half loudly when the variable is not set; here that is an error.
 */
const root = join(import.meta.dirname, "..", "..");

if (process.env.MONGODB_URI === undefined) {
  process.stderr.write(
    "MONGODB_URI is not set, so there is no MongoDB to test on. Start one and say where it is:\n" +
      "  docker compose up -d mongo\n" +
      "  MONGODB_URI='mongodb://127.0.0.1:27017/?directConnection=true' npm run test:mongodb\n" +
      "Without Docker, .ci/mongodb-server start prints the URI of a stand-in (docs/mongodb-in-ci.md).\n",
  );
  process.exit(1);
}

const folders = [
  "test/store",
  "test/e2e",
  "test/delivery/on-every-store.test.ts",
  "test/audience/frequency.property.test.ts",
  "test/audience/preflight.property.test.ts",
  "test/settlement/quota.property.test.ts",
].filter((folder) => existsSync(join(root, folder)));
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", ...folders], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
