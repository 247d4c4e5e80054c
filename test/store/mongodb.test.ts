import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { afterAll, describe } from "vitest";
import { openMongo } from "../../adapters/mongodb/open.ts";
import { storeContract } from "./contract/contract.ts";

const uri = process.env.MONGODB_URI;

if (uri === undefined) {
  process.stderr.write(
    "\nWARNING: the store's contract was NOT run on MongoDB, for MONGODB_URI is not set. To run it:\n" +
      "  docker compose up -d mongo && MONGODB_URI='mongodb://127.0.0.1:27017/?replicaSet=rs0' npm run test:mongodb\n\n",
  );
  describe.skip("the store on MongoDB (set MONGODB_URI to run it)", () =>
    storeContract("MongoDB", unset));
} else {
  const names: string[] = [];
  afterAll(async () => {
    const client = new MongoClient(uri);
    for (const name of names) await client.db(name).dropDatabase();
    await client.close();
  });
  storeContract("MongoDB", () => {
    const database = `qunfa_test_${randomUUID().slice(0, 8)}`;
    names.push(database);
    return openMongo({ uri, database });
  });
}

function unset(): never {
  throw new Error("MONGODB_URI is not set");
}
