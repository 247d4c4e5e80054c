import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Field } from "smpp";
import type { Phone } from "../../src/ids.ts";
import type { Recent } from "../../src/recent.ts";
import type { SmppConfig } from "./config.ts";
import { type Coding, type Room, splitText } from "./split-text.ts";

/** The fields of one submit_sm. */
export type SubmitFields = Readonly<Record<string, Field>>;

type LongText = SmppConfig["longText"];

const UDH_INDICATOR = 0x40;

/** 140 octets a message; a header of 6 or 7 octets takes its room from the part. SAR's header is the SMSC's to add. */
const ROOM: Readonly<Record<LongText, Readonly<Record<Coding, Room>>>> = {
  udh8: { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } },
  udh16: { gsm7: { alone: 160, part: 152 }, ucs2: { alone: 70, part: 66 } },
  sar: { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } },
  payload: {
    gsm7: { alone: Number.POSITIVE_INFINITY, part: 0 },
    ucs2: { alone: Number.POSITIVE_INFINITY, part: 0 },
  },
};

/** Writes texts as submit_sm, and notes whose the addresses are. Keeps the texts it has encoded last: one campaign has one text. */
export function createSubmitPdus(
  config: SmppConfig,
  coding: Coding,
  firstReference: number,
  sentTo: Recent<string, Phone>,
) {
  const { source, destination, longText, dataCoding } = config;
  const lettered = /[^\d+]/u.test(source.address);
  const fixed = {
    service_type: config.serviceType,
    source_addr_ton: source.ton ?? (lettered ? 5 : 0),
    source_addr_npi: source.npi ?? (lettered ? 0 : 1),
    source_addr: source.address,
    dest_addr_ton: destination.ton,
    dest_addr_npi: destination.npi,
    registered_delivery: 1,
  };
  let reference = firstReference;
  let last: { readonly text: string; readonly split: ReturnType<typeof splitText> } | undefined;

  /** The submit_sms of one message, in order. */
  return (phone: Phone, text: string): readonly SubmitFields[] => {
    if (last?.text !== text) last = { text, split: splitText(text, coding, ROOM[longText]) };
    const { split } = last;
    const { parts } = split;
    const destination_addr = writePhone(phone, destination.format);
    sentTo.set(destination_addr, phone);
    const address = {
      ...fixed,
      destination_addr,
      data_coding: dataCoding[split.coding],
    };
    if (parts.length > 1) reference = (reference + 1) & 0xffff;
    return parts.map((part, i) => ({
      ...address,
      ...(parts.length === 1
        ? alone(part, ROOM.udh8[split.coding].alone * (split.coding === "ucs2" ? 2 : 1))
        : partOf(part, longText, reference, parts.length, i + 1)),
    }));
  };
}

/** What is longer than one message, in octets, goes as message_payload (SMPP 3.4 §5.3.2.32). */
function alone(message: Buffer, most: number): SubmitFields {
  return message.length > most
    ? { esm_class: 0, short_message: Buffer.alloc(0), message_payload: message }
    : { esm_class: 0, short_message: message };
}

/** Concatenated (3GPP TS 23.040 §9.2.3.24.1 and .8), or for the SMSC to concatenate (SMPP 3.4 §5.3.2.22 to .24). */
function partOf(
  part: Buffer,
  longText: LongText,
  reference: number,
  of: number,
  number: number,
): SubmitFields {
  if (longText === "sar") {
    return {
      esm_class: 0,
      short_message: part,
      sar_msg_ref_num: reference,
      sar_total_segments: of,
      sar_segment_seqnum: number,
    };
  }
  const header =
    longText === "udh16"
      ? [6, 0x08, 4, reference >> 8, reference & 0xff, of, number]
      : [5, 0x00, 3, reference & 0xff, of, number];
  return { esm_class: UDH_INDICATOR, short_message: Buffer.concat([Buffer.from(header), part]) };
}

function writePhone(phone: Phone, format: SmppConfig["destination"]["format"]): string {
  if (format === "plus") return phone;
  if (format === "international") return phone.slice(1);
  return parsePhoneNumberFromString(phone)?.nationalNumber ?? phone.slice(1);
}
