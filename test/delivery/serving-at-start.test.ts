import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { startApp } from "../../src/main.ts";

describe("at start, with an account that does not serve a province", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "qunfa-start-"));
    const account = { kind: "simulator", id: "sim", name: "Sim", profile: "sim-lenient" };
    const providers = [{ ...account, unserved: ["CN-65"] }];
    await writeFile(join(folder, "providers.json"), JSON.stringify({ providers }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = (env: Record<string, string>) =>
    startApp(
      readConfig({
        TELEGRAM_BOT_TOKEN: "123456:abcdefghijkl",
        DATA_DIR: join(folder, "data"),
        PROVIDERS_FILE: join(folder, "providers.json"),
        HTTP_PORT: "0",
        ...env,
      }),
      { log: createLog("silent") },
    );

  test("a missing file of places is named, with why it is needed", async () => {
    const refused = start({});
    await expect(refused).rejects.toBeInstanceOf(ConfigError);
    await expect(refused).rejects.toThrow(
      /PHONE_PLACES_FILE: needed .*“sim” does not serve CN-65/u,
    );
  });

  test("a damaged file of places is refused", async () => {
    const file = join(folder, "phone.dat");
    await writeFile(file, "2611 and then nothing of sense");
    const refused = start({ PHONE_PLACES_FILE: file });
    await expect(refused).rejects.toThrow(/PHONE_PLACES_FILE: .*phone\.dat is no phone\.dat/u);
  });
});
