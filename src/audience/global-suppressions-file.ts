import { open, stat } from "node:fs/promises";
import type { Logger } from "pino";
import { ConfigError } from "../config.ts";
import type { Phone } from "../ids.ts";
import type { GlobalSuppression, GlobalSuppressions } from "./global-suppressions.ts";
import type { Suppression } from "./suppression.ts";

type Reason = Suppression["reason"];

/** What keeps a file from being taken: nothing of it counts then. */
class ListFault extends Error {
  override readonly name = "ListFault";
}

const FAULTS_NAMED = 5;
/** Entries kept in the order of the file, to be shown. */
const LATEST = 100;
const LINE_MOST = 400;

/**
 * The suppressions of a file: a number a line, with its country code, perhaps a comma and `opted_out` or
 * `blacklisted` (which is meant where nothing is said), perhaps another and a note. `#` begins a comment.
 *
 * The file is looked at whenever numbers are asked for, and read again when it has changed. A changed one that can't
 * be read or is wrong anywhere is logged, and the list as it was goes on counting; at start it throws `ConfigError`.
 */
export async function openGlobalSuppressions(
  file: string,
  log: Logger,
): Promise<GlobalSuppressions> {
  let seen = await versionOf(file);
  let list: SuppressionList;
  try {
    list = await readList(file);
  } catch (error) {
    const how = "docs/operating.md explains the format";
    throw new ConfigError([`GLOBAL_SUPPRESSIONS_FILE: ${file} ${faultOf(error)}; ${how}`]);
  }
  let reading: Promise<void> | undefined;

  async function readAgain(version: string): Promise<void> {
    try {
      const changed = await readList(file);
      // Written to meanwhile, it may be half of one and half of another: looked at again the next time.
      if ((await versionOf(file)) !== version) return;
      list = changed;
      log.info(
        { file, numbers: list.size },
        "the global suppressions changed and count from now on",
      );
    } catch (error) {
      log.error(
        { file, fault: faultOf(error), numbers: list.size },
        "the global suppressions changed and can't be taken: the list as it was goes on counting",
      );
    }
    seen = version;
  }

  async function current(): Promise<SuppressionList> {
    const version = await versionOf(file);
    if (version !== seen) {
      reading ??= readAgain(version).finally(() => {
        reading = undefined;
      });
      await reading;
    }
    return list;
  }

  return {
    find: async (phones) => (await current()).find(phones),
    latest: async (most) => {
      const now = await current();
      return { total: now.size, entries: now.latest.slice(0, most) };
    },
  };
}

/** Changes whenever the file does. */
async function versionOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(":");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "gone";
  }
}

function faultOf(error: unknown): string {
  if (error instanceof ListFault) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return `can't be read (${code})`;
}

async function readList(file: string): Promise<SuppressionList> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size === 0) {
      throw new ListFault("is empty: where nobody is meant to be in it, write a line with #");
    }
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer.toString("latin1") !== "\n") {
      throw new ListFault("does not end with a line break: it may be cut off");
    }
    const entries: Entry[] = [];
    const faults: string[] = [];
    let line = 0;
    for await (const text of handle.readLines({ start: 0, encoding: "utf8" })) {
      line += 1;
      const entry = readLine(line === 1 ? text.replace(/^\uFEFF/u, "") : text);
      if (typeof entry === "string") faults.push(`line ${line} ${entry}`);
      else if (entry !== undefined) entries.push(entry);
    }
    if (faults.length > 0) {
      const more = faults.length > FAULTS_NAMED ? ` and ${faults.length - FAULTS_NAMED} more` : "";
      throw new ListFault(`is not right: ${faults.slice(0, FAULTS_NAMED).join("; ")}${more}`);
    }
    return new SuppressionList(entries);
  } finally {
    await handle.close();
  }
}

/** A number of at most 15 digits doubled, and one more for an opt-out: half a million of them take 4 MB. */
type Entry = number;

/** What a line says: an entry, nothing, or what is wrong with it. */
function readLine(text: string): Entry | string | undefined {
  if (text.length > LINE_MOST) return `is longer than ${LINE_MOST} characters`;
  const [written = "", reason = ""] = text
    .replace(/#.*$/u, "")
    .split(",")
    .map((part) => part.trim());
  if (written === "" && reason === "") return undefined;
  const digits = internationalDigits(written);
  if (digits === undefined) return "has no number with its country code (+86…)";
  if (reason !== "" && reason !== "opted_out" && reason !== "blacklisted") {
    return "says neither opted_out nor blacklisted";
  }
  return Number(digits) * 2 + (reason === "opted_out" ? 1 : 0);
}

/** +86…, 0086…, and a mainland mobile number as it is dialled at home. */
function internationalDigits(written: string): string | undefined {
  const digits = written.replace(/[\s()-]/gu, "").replace(/^00/u, "+");
  if (/^\+[1-9]\d{6,14}$/u.test(digits)) return digits.slice(1);
  if (/^1[3-9]\d{9}$/u.test(digits)) return `86${digits}`;
  return /^861[3-9]\d{9}$/u.test(digits) ? digits : undefined;
}

class SuppressionList {
  readonly #sorted: Float64Array;
  readonly latest: readonly GlobalSuppression[];

  constructor(entries: readonly Entry[]) {
    this.#sorted = Float64Array.from(entries).sort();
    this.latest = entries
      .slice(-LATEST)
      .reverse()
      .map((entry) => ({
        phone: `+${Math.floor(entry / 2)}` as Phone,
        reason: entry % 2 === 1 ? "opted_out" : "blacklisted",
      }));
  }

  get size(): number {
    return this.#sorted.length;
  }

  find(phones: readonly Phone[]): Map<Phone, Reason> {
    const found = new Map<Phone, Reason>();
    for (const phone of phones) {
      const number = Number(phone.slice(1));
      // An opt-out outranks a blacklisting: it is the person's own word.
      if (this.#has(number * 2 + 1)) found.set(phone, "opted_out");
      else if (this.#has(number * 2)) found.set(phone, "blacklisted");
    }
    return found;
  }

  #has(entry: Entry): boolean {
    let low = 0;
    let high = this.#sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const there = this.#sorted[middle] ?? 0;
      if (there === entry) return true;
      if (there < entry) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }
}
