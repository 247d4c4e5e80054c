import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { afterAll, describe } from "vitest";
import { openMongo } from "../../adapters/mongodb/open.ts";
import { storeContract } from "./contract/contract.ts";
import { lacksOf } from "./server-lacks.ts";

const uri = process.env.MONGODB_URI || undefined;

if (uri === undefined) {
  warn(
    "the store's contract was NOT run on MongoDB, for MONGODB_URI is not set. To run it:\n" +
      "  docker compose up -d mongo && MONGODB_URI='mongodb://127.0.0.1:27017/?directConnection=true' npm run test:mongodb",
  );
  describe.skip("the store on MongoDB: set MONGODB_URI to run it", () => {
    storeContract("MongoDB", () => Promise.reject(new Error("MONGODB_URI is not set")));
  });
} else {
  const databases: string[] = [];
  const lacks = await lacksOf(uri);
  for (const lack of lacks) {
    warn(`the server at MONGODB_URI lacks what MongoDB has: ${lack}. That was NOT tested.`);
  }
  afterAll(async () => {
    const client = new MongoClient(uri);
    for (const name of databases) await client.db(name).dropDatabase();
    await client.close();
  });
  const open = () => {
    const database = `qunfa_test_${randomUUID().slice(0, 8)}`;
    databases.push(database);
    return openMongo({ uri, database });
  };
  storeContract("MongoDB", open, lacks);
}

function warn(text: string): void {
  process.stderr.write(`\nWARNING: ${text}\n\n`);
}
