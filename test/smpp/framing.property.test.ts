import fc from "fast-check";
import { expect, test } from "vitest";
import { MalformedPduError, readDeliver } from "../../adapters/smpp/deliver-pdu.ts";
import { Framer, FramingError } from "../../adapters/smpp/framer.ts";
import { normaliseId } from "../../adapters/smpp/message-id.ts";
import { writeDeliver, writePdu } from "../emulators/smsc/pdu.ts";
import { blank } from "../emulators/smsc/reports.ts";

const octets = (most: number) =>
  fc.uint8Array({ maxLength: most }).map((bytes) => Buffer.from(bytes));
const pdus = fc.array(
  fc
    .tuple(fc.nat(0xffff), octets(60))
    .map(([sequence, body]) => writePdu({ command: 5, status: 0, sequence }, body)),
  { maxLength: 20 },
);

test("PDUs are the same whatever pieces they come in", () => {
  fc.assert(
    fc.property(pdus, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (sent, cuts) => {
      const framer = new Framer();
      const stream = Buffer.concat(sent);
      const got: Buffer[] = [];
      for (let at = 0, i = 0; at < stream.length; i += 1) {
        const length = cuts[i % cuts.length] ?? 1;
        got.push(...framer.push(stream.subarray(at, at + length)));
        at += length;
      }
      expect(got.map((pdu) => pdu.toString("hex"))).toEqual(sent.map((pdu) => pdu.toString("hex")));
    }),
  );
});

test("what is no sequence of PDUs is a FramingError, and nothing else", () => {
  fc.assert(
    fc.property(octets(200), (noise) => {
      try {
        new Framer().push(noise);
      } catch (error) {
        expect(error).toBeInstanceOf(FramingError);
      }
    }),
  );
});

test("a deliver_sm that was written is read as it was", () => {
  const address = fc.stringMatching(/^\d{0,20}$/u);
  const tlvs = fc.dictionary(fc.integer({ min: 0x1400, max: 0x3fff }).map(String), octets(30), {
    maxKeys: 4,
  });
  fc.assert(
    fc.property(
      fc.record({ source: address, destination: address, message: octets(254), tlvs }),
      fc.nat(255),
      ({ source, destination, message, tlvs: said }, dataCoding) => {
        const parameters = new Map(
          Object.entries(said).map(([tag, value]) => [Number(tag), value]),
        );
        const written = { ...blank(source, destination), message, dataCoding, tlvs: parameters };
        const pdu = writePdu({ command: 5, status: 0, sequence: 1 }, writeDeliver(written));
        const read = readDeliver(pdu);
        expect(read).toMatchObject({ source, destination, dataCoding });
        expect(read.message.equals(message)).toBe(true);
        expect([...read.tlvs.keys()]).toEqual([...parameters.keys()]);
      },
    ),
  );
});

test("a deliver_sm cut short anywhere is malformed, never taken for whole", () => {
  const message = Buffer.from("id:7 stat:DELIVRD err:000");
  const tlvs = new Map([[0x001e, Buffer.from("7\0")]]);
  const whole = writePdu(
    { command: 5, status: 0, sequence: 1 },
    writeDeliver({ ...blank("8613800138000", "10690001"), message, tlvs }),
  );
  const withoutTlvs = whole.length - 6;
  for (let length = 16; length < whole.length; length += 1) {
    // Without its optional parameters it is a deliver_sm all the same.
    if (length === withoutTlvs) continue;
    expect(() => readDeliver(whole.subarray(0, length)), `${length}`).toThrow(MalformedPduError);
  }
});

test("a number is one message, in decimal or hexadecimal, with zeros before it or not", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), fc.nat(6), (id, zeros) => {
      const decimal = "0".repeat(zeros) + id.toString();
      const hex = "0".repeat(zeros) + id.toString(16);
      expect(normaliseId(decimal, "decimal")).toBe(id.toString());
      expect(normaliseId(hex, "hex")).toBe(id.toString());
      expect(normaliseId(hex.toUpperCase(), "hex")).toBe(id.toString());
      expect(normaliseId(decimal, "text")).toBe(decimal);
    }),
  );
});

test("an id that is not what the account says it is stays as it is: two never become one", () => {
  expect(normaliseId("m_12", "decimal")).toBe("m_12");
  expect(normaliseId("12g", "hex")).toBe("12g");
  expect(normaliseId("", "decimal")).toBe("");
});
