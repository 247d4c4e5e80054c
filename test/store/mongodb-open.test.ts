import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { openMongo } from "../../adapters/mongodb/open.ts";
import { StoreUnavailableError } from "../../src/store/collection.ts";

describe("opening MongoDB", () => {
  test.for(["", "localhost:27017", "http://localhost", "mongodb://", "mongodb://user:p/w@host/"])(
    "with the connection string %o says what one looks like, and keeps the password to itself",
    async (uri) => {
      const opening = openMongo({ uri });
      await expect(opening).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(opening).rejects.toThrow(/MONGODB_URI is not a MongoDB connection string/);
      await expect(opening).rejects.not.toThrow(/p\/w/);
    },
  );

  test("where nothing listens says so within the time given", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const uri = `mongodb://someone:secret@127.0.0.1:${port}/`;
    const opening = openMongo({ uri, serverSelectionTimeout: 200 });
    await expect(opening).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(opening).rejects.toThrow(`no MongoDB answers at 127.0.0.1:${port}`);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});
