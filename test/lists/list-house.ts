import { randomUUID } from "node:crypto";
import process from "node:process";
import { MongoClient } from "mongodb";
import { openMongo } from "../../adapters/mongodb/open.ts";
import { createRegistry } from "../../commands/registry.ts";
import type { SavedList } from "../../src/audience/lists.ts";
import type { Answer, FormOutcome } from "../../src/chat/answer.ts";
import type { ChatDesk } from "../../src/chat/chat.ts";
import { createDesk } from "../../src/chat/desk.ts";
import type { Form, FormValues, IncomingFile } from "../../src/chat/form.ts";
import type { Invocation } from "../../src/chat/invocation.ts";
import type { Clock } from "../../src/clock.ts";
import type { Database } from "../../src/store/collection.ts";
import { type CoreBench, ORIGIN, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

/** Both engines: the embedded one, and MongoDB where MONGODB_URI names a server. */
export function engines(): readonly {
  readonly name: string;
  readonly open: (() => Promise<Database>) | undefined;
}[] {
  const embedded = { name: "the embedded store", open: undefined };
  const uri = process.env.MONGODB_URI;
  if (uri === undefined || uri === "") {
    process.stderr.write("\n  Lists were NOT tested on MongoDB: set MONGODB_URI\n\n");
    return [embedded];
  }
  return [embedded, { name: "MongoDB", open: () => openDatabase(uri) }];
}

/** A database of its own that is dropped when it is closed. */
async function openDatabase(uri: string): Promise<Database> {
  const name = `qunfa_lists_${randomUUID().slice(0, 8)}`;
  const database = await openMongo({ uri, database: name });
  const close = async () => {
    await database.close();
    const client = new MongoClient(uri);
    await client.db(name).dropDatabase();
    await client.close();
  };
  return {
    engine: database.engine,
    collection: (collection) => database.collection(collection),
    ensureIndexes: (collection, indexes) => database.ensureIndexes(collection, indexes),
    ping: () => database.ping(),
    close,
  };
}

export const ADMIN = "ada";
export const DRAFTER = "bo";

/** The product behind its door: what people say, press and submit, and what they are told. */
export interface ListHouse extends CoreBench {
  readonly desk: ChatDesk;
  /** Says `/sms <line>` and resolves with everything the answer says. */
  say(person: string, line: string): Promise<string>;
  ask(person: string, line: string): Promise<Answer>;
  press(person: string, id: string, ...args: string[]): Promise<Answer>;
  submit(
    person: string,
    form: Form,
    values: Record<string, string | IncomingFile>,
  ): Promise<FormOutcome>;
  drop(person: string, file: IncomingFile): Promise<string>;
  list(name: string): Promise<SavedList>;
  names(): Promise<string[]>;
}

export function fileNamed(name: string, content: string): IncomingFile {
  const bytes = Buffer.from(content);
  return {
    name,
    size: bytes.length,
    open: async function* () {
      yield bytes;
    },
  };
}

/** Everything an answer says, in one text. */
export function told(answer: Answer): string {
  switch (answer.kind) {
    case "nothing":
      return "";
    case "notice":
      return answer.text;
    case "file":
      return answer.note;
    case "card":
      return JSON.stringify(answer.card);
    case "form":
      return JSON.stringify(answer.form);
  }
}

/** What was entered in a form: choices and texts by the kind of their field. */
export function valuesOf(form: Form, said: Record<string, string | IncomingFile>): FormValues {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => {
      if (typeof value !== "string") return [name, { kind: "file", files: [value] } as const];
      const field = form.fields.find((one) => one.name === name);
      if (field === undefined) throw new Error(`the form has no field ${name}`);
      return field.kind === "choice"
        ? [name, { kind: "choice", value } as const]
        : [name, { kind: "text", text: value } as const];
    }),
  );
}

export async function openListHouse(open?: () => Promise<Database>): Promise<ListHouse> {
  const bench = await openCoreBench(
    [new ScriptedProvider("a")],
    open === undefined ? {} : { open },
  );
  const { core, clock } = bench;
  // There is no chat to post a card to, so nobody waits until it is posted.
  const hasty: Clock = { now: () => clock.now(), sleep: () => Promise.resolve() };
  const desk = createDesk({ ...core, clock: hasty }, createRegistry());
  const by = (userId: string): Invocation => ({
    key: randomUUID(),
    who: { platform: "slack", workspace: "T1", userId, displayName: userId, language: "zh" },
    place: { ...ORIGIN, direct: false },
  });
  return {
    ...bench,
    desk,
    say: async (person, line) => told(await desk.command(by(person), line)),
    ask: (person, line) => desk.command(by(person), line),
    press: (person, id, ...args) => desk.action(by(person), id, args),
    submit: (person, form, said) =>
      desk.formSubmit(by(person), form.id, form.ref, valuesOf(form, said)),
    drop: async (person, file) => told(await desk.file(by(person), file)),
    list: async (name) => {
      const found = await core.store.lists.findOne({ merchantId: bench.merchant._id, name });
      if (found === undefined) throw new Error(`there is no list ${name}`);
      return found;
    },
    names: async () => (await core.store.lists.find({})).map(({ name }) => name).sort(),
  };
}

/** The form that an answer opens. */
export function formOf(answer: Answer): Form {
  if (answer.kind !== "form") throw new Error(`no form: ${told(answer)}`);
  return answer.form;
}
