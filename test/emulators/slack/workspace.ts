import { randomBytes } from "node:crypto";
import type { Clock } from "../../../src/clock.ts";
import type { Block, Metadata } from "./block-schema.ts";
import { SLACK_RULES as R } from "./limits.ts";
import { ModalStack } from "./modal.ts";

export interface EmulatedFile {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly size: number;
  bytes: Uint8Array;
  title: string;
  /** `completeUploadExternal` was called. */
  complete: boolean;
  /** Epoch ms from which Slack has processed it, and it can be shown in a block. */
  readyAt: number;
}

export interface EmulatedMessage {
  readonly channel: string;
  readonly ts: string;
  readonly author: string;
  readonly threadTs: string | undefined;
  /** Set when only this person sees it. */
  readonly ephemeralTo: string | undefined;
  text: string;
  blocks: Block[];
  metadata: Metadata | undefined;
  files: EmulatedFile[];
  editedAt: number | undefined;
  deleted: boolean;
}

export interface EmulatedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "im";
  botIn: boolean;
  archived: boolean;
  readonly messages: EmulatedMessage[];
}

export interface EmulatedPerson {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly modals: ModalStack;
}

interface Trigger {
  readonly person: string;
  readonly issuedAt: number;
  used: boolean;
}

interface ResponseUrl {
  readonly channel: string;
  readonly person: string;
  readonly message: EmulatedMessage | undefined;
  readonly issuedAt: number;
  uses: number;
}

/** What a person was shown instead of an answer, because the app did not acknowledge in time or was not there. */
export interface Failure {
  readonly person: string;
  readonly what: string;
  readonly reason: "operation_timeout" | "dispatch_failed";
}

const token = (length: number) =>
  randomBytes(length).toString("hex").toUpperCase().slice(0, length);

/** One Slack workspace with one app in it: everything stored, nothing about transport. */
export class Workspace {
  readonly teamId = "T0QUNFA01";
  readonly appId = "A0QUNFA01";
  readonly botId = "B0QUNFA01";
  readonly botUserId = "U0QUNFABOT";
  readonly channels = new Map<string, EmulatedChannel>();
  readonly people = new Map<string, EmulatedPerson>();
  readonly files = new Map<string, EmulatedFile>();
  readonly failures: Failure[] = [];
  readonly clock: Clock;
  readonly #triggers = new Map<string, Trigger>();
  readonly #responseUrls = new Map<string, ResponseUrl>();
  readonly #listeners = new Set<() => void>();
  /** Told of every message as it is posted. */
  onPosted: (message: EmulatedMessage) => void = () => {};
  #lastTs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Seconds and microseconds, strictly rising: Slack's message id within a channel. */
  nextTs(): string {
    this.#lastTs = Math.max(this.#lastTs + 1, this.clock.now() * 1000);
    return `${Math.floor(this.#lastTs / 1e6)}.${String(this.#lastTs % 1e6).padStart(6, "0")}`;
  }

  addChannel(channel: Pick<EmulatedChannel, "id" | "name" | "kind" | "botIn">): EmulatedChannel {
    const added: EmulatedChannel = { ...channel, archived: false, messages: [] };
    this.channels.set(added.id, added);
    return added;
  }

  directChannel(person: string): EmulatedChannel {
    const id = `D${person.slice(1)}`;
    return (
      this.channels.get(id) ??
      this.addChannel({ id, name: "directmessage", kind: "im", botIn: true })
    );
  }

  addPerson(person: Omit<EmulatedPerson, "modals">): EmulatedPerson {
    const added = { ...person, modals: new ModalStack() };
    this.people.set(added.id, added);
    return added;
  }

  addMessage(
    channel: EmulatedChannel,
    message: Pick<EmulatedMessage, "author" | "text" | "blocks"> & Partial<EmulatedMessage>,
  ): EmulatedMessage {
    const stored: EmulatedMessage = {
      threadTs: undefined,
      ephemeralTo: undefined,
      metadata: undefined,
      files: [],
      ...message,
      blocks: withIds(message.blocks),
      channel: channel.id,
      ts: this.nextTs(),
      editedAt: undefined,
      deleted: false,
    };
    channel.messages.push(stored);
    this.changed();
    this.onPosted(stored);
    return stored;
  }

  addFile(file: Pick<EmulatedFile, "name" | "owner" | "bytes" | "size">): EmulatedFile {
    const stored: EmulatedFile = {
      ...file,
      id: `F0${token(9)}`,
      title: file.name,
      complete: false,
      readyAt: 0,
    };
    this.files.set(stored.id, stored);
    return stored;
  }

  issueTrigger(person: string): string {
    const id = `${Date.now()}.${this.#triggers.size + 1}.${token(16).toLowerCase()}`;
    this.#triggers.set(id, { person, issuedAt: this.clock.now(), used: false });
    return id;
  }

  /** The person whose trigger it is, or Slack's error. Using it spends it. */
  useTrigger(id: string): { person: EmulatedPerson } | { error: string } {
    const trigger = this.#triggers.get(id);
    const person = this.people.get(trigger?.person ?? "");
    if (trigger === undefined || person === undefined) return { error: "invalid_trigger_id" };
    if (trigger.used) return { error: "exchanged_trigger_id" };
    if (this.clock.now() - trigger.issuedAt > R.triggerMs) return { error: "expired_trigger_id" };
    trigger.used = true;
    return { person };
  }

  issueResponseUrl(channel: string, person: string, message?: EmulatedMessage): string {
    const id = token(24);
    const issuedAt = this.clock.now();
    this.#responseUrls.set(id, { channel, person, message, issuedAt, uses: 0 });
    return id;
  }

  useResponseUrl(id: string): ResponseUrl | { error: string } {
    const url = this.#responseUrls.get(id);
    if (url === undefined) return { error: "invalid_url" };
    if (this.clock.now() - url.issuedAt > R.responseUrlMs) return { error: "expired_url" };
    if (url.uses >= R.responseUrlUses) return { error: "used_url" };
    url.uses += 1;
    return url;
  }

  fail(failure: Failure): void {
    this.failures.push(failure);
    this.changed();
  }
}

/** Slack names what the app left unnamed. */
export function withIds(blocks: readonly Block[]): Block[] {
  return blocks.map((b) => ({ ...b, block_id: b.block_id ?? token(5) }));
}
