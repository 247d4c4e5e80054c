/**
 * The least that a durable sender writes, with none of the product's rules: typed rows instead of documents, one campaign,
 * one provider. Each person is claimed with a place in the frequency window before the call; the answer and the receipt are
 * on the disk before the receipt is acknowledged. It tells what of a campaign's cost is durability itself.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Keeper } from "./smpp-loop.ts";

/** As the embedded store is opened. */
const PRAGMAS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -32000;
  PRAGMA wal_autocheckpoint = 10000;
`;
const TABLES = `
  CREATE TABLE recipients (line INTEGER PRIMARY KEY, phone TEXT, state TEXT, message TEXT, code TEXT) STRICT;
  CREATE INDEX by_state ON recipients (state, line);
  CREATE INDEX by_message ON recipients (message);
  CREATE TABLE contacts (phone TEXT PRIMARY KEY, day INTEGER) STRICT;
  CREATE TABLE receipts (id TEXT PRIMARY KEY, message TEXT, code TEXT) STRICT;
`;
const BATCH = 500;

export class LeastDurable implements Keeper {
  readonly #db: DatabaseSync;
  readonly #statements;
  readonly #lineOf = new Map<string, number>();
  #claimed: string[] = [];
  #claiming = false;
  #work: (() => void)[] = [];
  #after: (() => void)[] = [];

  constructor(folder: string, phones: Iterable<string>) {
    this.#db = new DatabaseSync(join(folder, "db"));
    this.#db.exec(PRAGMAS + TABLES);
    const add = this.#db.prepare("INSERT INTO recipients (phone, state) VALUES (?, 'pending')");
    this.#db.exec("BEGIN");
    for (const phone of phones) add.run(phone);
    this.#db.exec("COMMIT");
    const prepare = (sql: string) => this.#db.prepare(sql);
    this.#statements = {
      pending: prepare(
        "SELECT line, phone FROM recipients WHERE state = 'pending' ORDER BY line LIMIT ?",
      ),
      contact: prepare("INSERT INTO contacts VALUES (?, 1) ON CONFLICT DO NOTHING"),
      claim: prepare("UPDATE recipients SET state = 'submitting' WHERE line = ?"),
      answer: prepare("UPDATE recipients SET state = 'submitted', message = ? WHERE line = ?"),
      receipt: prepare("INSERT INTO receipts VALUES (?, ?, 'DELIVRD') ON CONFLICT DO NOTHING"),
      outcome: prepare(
        "UPDATE recipients SET state = 'delivered', code = 'DELIVRD' WHERE message = ?",
      ),
    };
  }

  next(more: () => void): string | undefined {
    if (this.#claimed.length < BATCH / 2 && !this.#claiming) this.#claim(more);
    return this.#claimed.shift();
  }

  #claim(more: () => void): void {
    this.#claiming = true;
    const found: string[] = [];
    const { pending, contact, claim } = this.#statements;
    this.#inTurn(
      () => {
        for (const row of pending.all(BATCH)) {
          const phone = String(row.phone);
          this.#lineOf.set(phone, Number(row.line));
          contact.run(phone);
          claim.run(Number(row.line));
          found.push(phone);
        }
      },
      () => {
        this.#claimed.push(...found);
        this.#claiming = found.length === 0;
        more();
      },
    );
  }

  answered(to: string, messageId: string): void {
    const line = this.#lineOf.get(to) ?? 0;
    this.#lineOf.delete(to);
    this.#inTurn(() => this.#statements.answer.run(messageId, line));
  }

  reported(messageId: string, acknowledge: () => void): void {
    this.#inTurn(() => {
      this.#statements.receipt.run(`${messageId}-DELIVRD`, messageId);
      this.#statements.outcome.run(messageId);
    }, acknowledge);
  }

  /** How many ended as delivered. */
  delivered(): number {
    const sql = "SELECT count(*) AS n FROM recipients WHERE state = 'delivered'";
    return Number(this.#db.prepare(sql).get()?.n);
  }

  close(): void {
    this.#db.close();
  }

  /** One transaction for all that is asked for in a turn of the event loop, as the embedded store does. */
  #inTurn(work: () => void, after: () => void = () => undefined): void {
    if (this.#work.length === 0) setImmediate(() => this.#turn());
    this.#work.push(work);
    this.#after.push(after);
  }

  #turn(): void {
    const [work, after] = [this.#work, this.#after];
    this.#work = [];
    this.#after = [];
    this.#db.exec("BEGIN IMMEDIATE");
    for (const one of work) one();
    this.#db.exec("COMMIT");
    for (const one of after) one();
  }
}
