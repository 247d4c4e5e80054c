import type { Receipt } from "../../src/delivery/provider.ts";
import type { ProviderId } from "../../src/ids.ts";
import type { SmppConfig } from "./config.ts";
import { type DeliverPdu, TLV } from "./deliver-pdu.ts";
import { normaliseId } from "./message-id.ts";
import { outcomeOf, stateName } from "./receipt-codes.ts";
import { type ReceiptText, readReceiptDate, readReceiptText } from "./receipt-text.ts";

/** esm_class bits 5 to 2 (SMPP 3.4 §5.2.12). */
const MESSAGE_TYPE = 0x3c;
const SMSC_RECEIPT = 0x04;
const INTERMEDIATE = 0x20;

/** What a deliver_sm is, as far as receipts go. */
export type HeardReceipt =
  | { readonly kind: "receipt"; readonly receipt: Receipt }
  /** On its way, accepted: no result. */
  | { readonly kind: "intermediate" }
  /** It should be one, but names no message or no state. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "none" };

/** Reads a receipt: its TLVs where it has them, which are defined, before its text, which is each vendor's own. */
export function readReceipt(
  pdu: DeliverPdu,
  provider: ProviderId,
  config: Pick<SmppConfig, "messageIds" | "errorCodes" | "timeZone" | "unflaggedReceipts">,
  now: number,
): HeardReceipt {
  const type = pdu.esmClass & MESSAGE_TYPE;
  if (type === INTERMEDIATE) return { kind: "intermediate" };
  const flagged = type === SMSC_RECEIPT;
  const tlvId = pdu.tlvs.get(TLV.receiptedMessageId);
  if (!flagged && tlvId === undefined && !config.unflaggedReceipts) return { kind: "none" };
  // Octets, not GSM 03.38: receipts are written by machines, in ASCII, whatever data_coding says.
  const text = readReceiptText(pdu.message.toString("latin1"));
  const state = pdu.tlvs.get(TLV.messageState)?.at(0);
  const stat = text.stat ?? (state === undefined ? undefined : stateName(state));
  const id = idOf(tlvId, text, config.messageIds);
  if (id === undefined || stat === undefined) {
    return { kind: flagged || tlvId !== undefined ? "unreadable" : "none" };
  }
  const err = text.err ?? networkError(pdu.tlvs.get(TLV.networkErrorCode));
  const decided = state === undefined ? stat : stateOrStat(stateName(state), stat);
  const outcome = outcomeOf(decided, err, config.errorCodes);
  if (outcome === undefined) return { kind: "intermediate" };
  const date =
    text.doneDate === undefined ? undefined : readReceiptDate(text.doneDate, config.timeZone);
  return {
    kind: "receipt",
    receipt: {
      provider,
      messageId: id,
      outcome,
      code: codeOf(decided, err),
      detail: `stat:${stat} err:${err ?? ""}${state === undefined ? "" : ` message_state:${state}`}`,
      at: date ?? now,
    },
  };
}

/** The state by TLV stands, except that a gateway's own word in `stat` (MK:0001) says more than UNDELIV does. */
function stateOrStat(state: string, stat: string): string {
  return stat.includes(":") && state !== "DELIVRD" ? stat : state;
}

function codeOf(stat: string, err: string | undefined): string {
  return err === undefined || /^0*$/u.test(err) ? stat : `${stat}:${err}`;
}

function idOf(
  tlv: Buffer | undefined,
  text: ReceiptText,
  forms: SmppConfig["messageIds"],
): string | undefined {
  const named = tlv?.toString("latin1").replace(/\0.*$/su, "");
  if (named !== undefined && named !== "") return normaliseId(named, forms.tlv ?? forms.submit);
  return text.id === undefined ? undefined : normaliseId(text.id, forms.receipt);
}

/** An octet for the kind of network, then its code (SMPP 3.4 §5.3.2.31). */
function networkError(tlv: Buffer | undefined): string | undefined {
  return tlv?.length === 3 ? String(tlv.readUInt16BE(1)).padStart(3, "0") : undefined;
}
