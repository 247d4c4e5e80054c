import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Card } from "../../src/chat/card.ts";
import { type Channel, ChatError, type MessageRef } from "../../src/chat/chat.ts";
import { textOf } from "../emulators/slack/slack-emulator.ts";
import { type House, openHouse } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const card: Card = { title: "双11", tone: "info", fields: [{ label: "送达", value: "12" }] };
const channel = (id = "C1"): Channel => ({
  platform: "slack",
  workspace: house.slack.teamId,
  channel: id,
});
const post = (key = "k1") => house.adapter.chat.post(channel(), card, key);

/** The ChatError of a promise that must fail. */
async function refusal(work: Promise<unknown>): Promise<ChatError> {
  const error = await work.then(
    () => new Error("did not fail"),
    (e: unknown) => e,
  );
  if (!(error instanceof ChatError)) throw error;
  return error;
}

test("a posted card is found by its reference and edited in place", async () => {
  const ref = await post();
  await house.adapter.chat.edit(ref, { ...card, fields: [{ label: "送达", value: "13" }] });
  const [message, ...rest] = house.slack.messages("C1");
  expect(rest).toEqual([]);
  expect(message).toMatchObject({ ts: ref.id, channel: ref.channel });
  expect(textOf(message?.blocks)).toContain("13");
  expect(message?.metadata).toEqual({ event_type: "qunfa", event_payload: { key: "k1" } });
});

test("the same content again is a success", async () => {
  const ref = await post();
  await house.adapter.chat.edit(ref, card);
  await house.adapter.chat.edit(ref, card);
});

describe("a post whose answer was lost", () => {
  test("is uncertain, went once, and is found by its key", async () => {
    house.slack.dropRepliesOf("chat.postMessage", 1);
    const since = Date.now();
    const error = await refusal(post("k1"));
    expect(error).toMatchObject({ code: "unavailable", certain: false });
    const [message, ...more] = house.slack.messages("C1");
    expect(more).toEqual([]);
    expect(await house.adapter.chat.findPosted(channel(), "k1", since)).toEqual({
      ...channel(),
      id: message?.ts ?? "",
    } satisfies MessageRef);
    expect(await house.adapter.chat.findPosted(channel(), "k2", since)).toBe("absent");
  });

  test("is found behind many later messages", async () => {
    const since = Date.now();
    const ref = await post("k1");
    const at = house.slack.workspace.channels.get("C1");
    if (at === undefined) throw new Error("no channel");
    for (let i = 0; i < 450; i += 1)
      house.slack.workspace.addMessage(at, { author: "U0BEN", text: `聊天 ${i}`, blocks: [] });
    expect(await house.adapter.chat.findPosted(channel(), "k1", since)).toEqual(ref);
  });

  test("stays unknown where history can't be read, and may be asked again while Slack is busy", async () => {
    house.slack.scopes.delete("channels:history");
    expect(await house.adapter.chat.findPosted(channel(), "k1", 0)).toBe("unknown");
    house.slack.scopes.add("channels:history");
    house.slack.limitNext("conversations.history", 7);
    expect(await refusal(house.adapter.chat.findPosted(channel(), "k1", 0))).toMatchObject({
      code: "busy",
      retryAfterMs: 7_000,
    });
  });
});

describe("a refusal of Slack", () => {
  test.each([
    ["message_not_found", "gone", true],
    ["cant_update_message", "gone", true],
    ["edit_window_closed", "gone", true],
    ["channel_not_found", "gone", true],
    ["is_archived", "gone", true],
    ["restricted_action", "forbidden", true],
    ["token_revoked", "forbidden", true],
    ["account_inactive", "forbidden", true],
    ["msg_blocks_too_long", "refused", true],
    ["invalid_blocks", "refused", true],
    ["something_new", "refused", true],
    ["ratelimited", "busy", true],
    ["internal_error", "unavailable", false],
    ["fatal_error", "unavailable", false],
    ["service_unavailable", "unavailable", false],
  ] as const)("%s is %s", async (slackCode, code, certain) => {
    house.slack.failNext("chat.postMessage", slackCode);
    expect(await refusal(post())).toMatchObject({ code, certain });
  });

  test("of the rate says for how long", async () => {
    house.slack.limitNext("chat.update", 30);
    const ref = await post();
    const before = Date.now();
    expect(await refusal(house.adapter.chat.edit(ref, card))).toMatchObject({
      code: "busy",
      certain: true,
      retryAfterMs: 30_000,
    });
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  test("of the rate that does not say for how long waits half a minute", async () => {
    house.slack.limitNext("chat.postMessage", Number.NaN);
    expect(await refusal(post())).toMatchObject({
      code: "busy",
      certain: true,
      retryAfterMs: 30_000,
    });
  });

  test("for a missing scope names it", async () => {
    house.slack.scopes.delete("chat:write");
    const error = await refusal(post());
    expect(error.code).toBe("forbidden");
    expect(error.message).toContain("chat:write");
  });

  test("of a channel without the bot says how to invite it", async () => {
    house.slack.addChannel({ id: "C2", botIn: false });
    const error = await refusal(house.adapter.chat.post(channel("C2"), card, "k"));
    expect(error).toMatchObject({ code: "forbidden", certain: true });
    expect(error.message).toContain("/invite");
  });

  test("from behind a proxy is uncertain", async () => {
    house.slack.statusNext("chat.postMessage", 502);
    expect(await refusal(post())).toMatchObject({ code: "unavailable", certain: false });
  });

  test("to connect is certain; a connection that dies under the request is not", async () => {
    await post();
    await house.slack.goDown();
    expect(await refusal(post())).toMatchObject({ code: "unavailable", certain: false });
    expect(await refusal(post())).toMatchObject({ code: "unavailable", certain: true });
    await house.slack.comeBack();
    expect(house.slack.messages("C1")).toHaveLength(1);
  });

  test("is not sought for another workspace's channel", async () => {
    const elsewhere = { ...channel(), workspace: "T0OTHER" };
    const error = await refusal(house.adapter.chat.post(elsewhere, card, "k"));
    expect(error).toMatchObject({ code: "forbidden", certain: true });
  });

  test("an edit of a deleted message is gone", async () => {
    const ref = await post();
    const [message] = house.slack.messages("C1");
    if (message !== undefined) message.deleted = true;
    expect(await refusal(house.adapter.chat.edit(ref, card))).toMatchObject({ code: "gone" });
  });

  test("a card that can't be drawn is refused before Slack hears of it", async () => {
    const wide = { ...card, actions: [{ id: "a", args: [], label: "长".repeat(80) }] };
    const error = await refusal(house.adapter.chat.post(channel(), wide, "k"));
    expect(error).toMatchObject({ code: "refused", certain: true });
    expect(house.slack.calls.some((c) => c.method === "chat.postMessage")).toBe(false);
  });
});

describe("a card's picture", () => {
  const pictured: Card = { ...card, image: { png: new Uint8Array([137, 80, 78, 71]), alt: "图" } };
  const methods = () => house.slack.calls.map((c) => c.method);

  test("is shown in the card, and uploaded once however often the card is edited", async () => {
    const ref = await house.adapter.chat.post(channel(), pictured, "k");
    await house.adapter.chat.edit(ref, pictured);
    await house.adapter.chat.edit(ref, { ...pictured, title: "双12" });
    const image = house.slack.messages("C1")[0]?.blocks.find((b) => b.type === "image");
    if (image?.type !== "image") throw new Error("no picture");
    expect(house.slack.file(image.slack_file?.id ?? "")?.bytes).toEqual(pictured.image?.png);
    expect(methods().filter((m) => m === "files.getUploadURLExternal")).toHaveLength(1);
  });

  test("is waited for until Slack has processed it", async () => {
    await house.close();
    house = await openHouse({ fileProcessingMs: 700 });
    await house.adapter.chat.post(channel(), pictured, "k");
    expect(house.slack.messages("C1")[0]?.blocks.some((b) => b.type === "image")).toBe(true);
  });

  test("that Slack will not show goes into the thread, and the card says so, once", async () => {
    house.slack.failNext("chat.postMessage", "invalid_blocks", {
      response_metadata: {
        messages: ["[ERROR] invalid slack file [json-pointer:/blocks/2/slack_file]"],
      },
    });
    const ref = await house.adapter.chat.post(channel(), pictured, "k");
    const [message, reply, ...more] = house.slack.messages("C1");
    expect(more).toEqual([]);
    expect(textOf(message?.blocks)).toContain("图片在本条消息的回复里");
    expect(reply).toMatchObject({ threadTs: ref.id, files: [{ name: "summary.png" }] });
  });

  test("that can't be uploaded leaves a line in its place", async () => {
    house.slack.scopes.delete("files:write");
    await house.adapter.chat.post(channel(), pictured, "k");
    expect(textOf(house.slack.messages("C1")[0]?.blocks)).toContain("图片没能上传到 Slack");
  });

  test("whose upload is held up holds up the card for certain", async () => {
    house.slack.limitNext("files.getUploadURLExternal", 5);
    expect(await refusal(house.adapter.chat.post(channel(), pictured, "k"))).toMatchObject({
      code: "busy",
      certain: true,
      retryAfterMs: 5_000,
    });
    expect(house.slack.messages("C1")).toEqual([]);
  });
});
