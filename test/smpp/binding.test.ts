import { afterEach, describe, expect, test } from "vitest";
import { COMMAND } from "../emulators/smsc/pdu.ts";
import { CERTIFICATE, CERTIFICATE_FILE, KEY } from "./certificate.ts";
import { message, OverSmpp } from "./over-smpp.ts";

let over: OverSmpp;
afterEach(() => over.stop());

const binds = () => [...over.smsc.peers].map(({ bound }) => bound).toSorted();
const heard = (command: number) => over.smsc.heard.filter((header) => header.command === command);

describe("an account binds", () => {
  test("as a transceiver, with version 3.4", async () => {
    over = await OverSmpp.start();
    await over.bound();
    expect(binds()).toEqual(["transceiver"]);
    expect(over.smsc.book.violations).toEqual([]);
    await expect
      .poll(() => over.provider.health())
      .toEqual({
        ok: true,
        detail: "bind_transceiver: bound, 0 unanswered",
      });
  });

  test("as a transmitter and a receiver, and each does its part", async () => {
    over = await OverSmpp.start({ account: { bind: "separate" } });
    await over.bound(2);
    expect(binds()).toEqual(["receiver", "transmitter"]);
    expect(await over.submit(message(1))).toMatchObject([{ kind: "accepted" }]);
    await over.reported();
    expect(over.receipts).toMatchObject([{ outcome: { kind: "delivered" } }]);
    expect(over.smsc.book.violations).toEqual([]);
  });

  test("a receiver that can't bind makes the account unhealthy, and says which", async () => {
    over = await OverSmpp.start({ account: { bind: "separate" } });
    await over.bound(2);
    over.smsc.config = { ...over.smsc.config, password: "changed" };
    for (const peer of over.smsc.peers) if (peer.bound === "receiver") peer.socket.destroy();
    await expect
      .poll(async () => (await over.provider.health()).detail)
      .toMatch(/^bind_transmitter: bound, 0 unanswered; bind_receiver: .*ESME_RINVPASWD/u);
    expect(await over.provider.health()).toMatchObject({ ok: false });
  });

  test("over TLS, to a certificate that it was told to believe", async () => {
    over = await OverSmpp.start({
      tls: { key: KEY, cert: CERTIFICATE },
      account: { tls: { caFile: CERTIFICATE_FILE, serverName: "smsc.example" } },
    });
    await over.bound();
    expect(await over.submit(message(1))).toMatchObject([{ kind: "accepted" }]);
  });

  test("over TLS not at all to a certificate that nobody vouches for", async () => {
    over = await OverSmpp.start({ tls: { key: KEY, cert: CERTIFICATE }, account: { tls: true } });
    await expect.poll(async () => (await over.provider.health()).detail).toMatch(/self.signed/u);
    expect(over.smsc.heard).toEqual([]);
  });
});

describe("an SMSC that does not let us in", () => {
  test.each([
    ["a wrong password", { password: "other" }, "0x0000000e ESME_RINVPASWD"],
    ["an unknown system id", { systemId: "other" }, "0x0000000f ESME_RINVSYSID"],
  ])("%s is an account's fault, said with what to look at", async (_, smsc, providerCode) => {
    over = await OverSmpp.start({ smsc });
    await over.smsc.until(() => heard(COMMAND.bindTransceiver).length > 0);
    await expect(over.submit(message(1))).rejects.toMatchObject({
      name: "SubmitRefused",
      code: "account",
      providerCode,
      message: expect.stringMatching(/refused bind_transceiver: .* look at systemId/u),
    });
    expect(over.smsc.book.page().submits).toBe(0);
  });

  test("already bound elsewhere is no account's fault: it is tried again until it is let in", async () => {
    over = await OverSmpp.start({ smsc: { bindStatus: 0x05 } });
    await over.smsc.until(() => heard(COMMAND.bindTransceiver).length > 1);
    await expect(over.submit(message(1))).rejects.toMatchObject({ code: "unavailable" });
    over.smsc.config = { ...over.smsc.config, bindStatus: 0 };
    await over.bound();
    expect(await over.submit(message(1))).toMatchObject([{ kind: "accepted" }]);
  });
});

describe("a line that stands", () => {
  test("answers the SMSC's enquire_link", async () => {
    over = await OverSmpp.start();
    await over.bound();
    const [peer] = over.smsc.peers;
    peer?.enquire();
    await expect.poll(() => peer?.asked).toBe(0);
  });

  test("asks with enquire_link when it has heard nothing, and lives on the answer", async () => {
    over = await OverSmpp.start({ account: { enquireMs: 40 } });
    await over.smsc.until(() => heard(COMMAND.enquireLink).length >= 3);
    expect(over.smsc.connections).toBe(1);
  });

  test("is given up when enquire_link is not answered, and bound anew", async () => {
    over = await OverSmpp.start({ account: { enquireMs: 40, responseMs: 60 } });
    await over.bound();
    over.smsc.mute = true;
    await over.smsc.until(() => over.smsc.connections > 1);
    over.smsc.mute = false;
    await over.bound();
    expect(await over.submit(message(1))).toMatchObject([{ kind: "accepted" }]);
  });

  test("comes back when the SMSC cuts it, unbinds it or restarts", async () => {
    over = await OverSmpp.start();
    await over.bound();
    over.smsc.cut();
    await over.smsc.until(() => over.smsc.peers.size === 0);
    await over.bound();
    for (const peer of over.smsc.peers) peer.unbind();
    await over.smsc.until(() => over.smsc.connections === 3);
    await over.bound();
    expect(await over.submit(message(1))).toMatchObject([{ kind: "accepted" }]);
    expect(over.smsc.book.violations).toEqual([]);
  });

  test("that is still being bound is let go at once when qunfa stops", async () => {
    over = await OverSmpp.start({ account: { responseMs: 60_000 } });
    over.smsc.mute = true;
    await over.smsc.until(() => heard(COMMAND.bindTransceiver).length > 0);
    await over.provider.stop();
    expect(await over.provider.health()).toMatchObject({ ok: false });
  });

  test("takes leave with unbind, after what is being stored was answered", async () => {
    over = await OverSmpp.start();
    await over.bound();
    const storing = Promise.withResolvers<void>();
    over.onwards = { receipts: () => storing.promise, replies: () => storing.promise };
    await over.submit(message(1));
    await over.smsc.until(() => over.smsc.book.receipts.some(({ sent }) => sent > 0));
    const stopped = over.provider.stop();
    expect(heard(COMMAND.unbind)).toEqual([]);
    storing.resolve();
    await stopped;
    expect(heard(COMMAND.unbind).length).toBe(1);
    expect(over.smsc.book.receipts).toMatchObject([{ acked: true, sent: 1 }]);
    expect(await over.provider.health()).toEqual({
      ok: false,
      detail: "bind_transceiver: stopped",
    });
  });
});
