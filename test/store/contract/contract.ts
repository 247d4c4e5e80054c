import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, StoreUnavailableError } from "../../../src/store/collection.ts";
import { finding } from "./finding.ts";
import { indexing } from "./indexing.ts";
import { racing } from "./racing.ts";
import { refusing } from "./refusing.ts";
import { type Lack, subjectOf } from "./subject.ts";
import { writing } from "./writing.ts";

/**
 * What every engine must do alike. `open` gives an empty database, whose owner clears it away.
 * What the server behind it lacks is skipped, by name.
 */
export function storeContract(
  name: string,
  open: () => Promise<Database>,
  lacks: ReadonlySet<Lack> = new Set(),
): void {
  describe(`the store on ${name}`, () => {
    let database: Database | undefined;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(async () => {
      await database?.close();
    });
    const subject = subjectOf(() => {
      if (database === undefined) throw new Error("the database is not open");
      return database;
    }, lacks);

    writing(subject);
    finding(subject);
    racing(subject);
    indexing(subject);
    refusing(subject);

    test("answers a ping until it is closed, then says that it can't", async () => {
      const other = await open();
      await other.ping();
      await other.close();
      await other.close();
      await expect(other.ping()).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(other.collection("notes").find({})).rejects.toBeInstanceOf(
        StoreUnavailableError,
      );
    });
  });
}
