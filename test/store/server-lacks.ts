import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import type { Lack } from "./contract/subject.ts";

/** Asks a server, past our own adapter, for what not every server of MongoDB's protocol has. */
export async function lacksOf(uri: string): Promise<ReadonlySet<Lack>> {
  const client = new MongoClient(uri);
  const db = client.db(`qunfa_test_${randomUUID().slice(0, 8)}`);
  const lacks = new Set<Lack>();
  try {
    await db.collection("probe").createIndex({ a: 1 }, { name: "one" });
    const accepted = await db
      .collection("probe")
      .createIndex({ b: 1 }, { name: "one" })
      .then(
        () => true,
        () => false,
      );
    if (accepted) lacks.add("refusing other keys under an index's name");
    // A server that mixes up its indexes so may be unable to drop them; it then keeps this empty collection.
    await db.dropDatabase().catch((error: unknown) => {
      if (!accepted) throw error;
    });
  } finally {
    await client.close();
  }
  return lacks;
}
