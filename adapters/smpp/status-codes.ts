import type { CarrierReason } from "../../src/delivery/reason.ts";

/**
 * What a command_status other than 0 means for the message it answers. All of them say: surely not accepted.
 * - `throttled`: too fast, again later.
 * - `account`: our settings, the account or the protocol; every message would fare the same.
 * - `unclear`: the SMSC did not say whom it blames. Tried again a few times; then the line's other traffic decides.
 * - a reason: this number.
 */
export type StatusMeaning = "throttled" | "account" | "unclear" | CarrierReason;

interface Status {
  readonly name: string;
  readonly means: StatusMeaning;
  /** For the operator. */
  readonly says: string;
}

const status = (name: string, means: StatusMeaning, says: string): Status => ({
  name,
  means,
  says,
});

/** SMPP 3.4 §5.1.3, the codes that can answer a bind or a submit_sm. */
const STATUSES: ReadonlyMap<number, Status> = new Map([
  [0x01, status("ESME_RINVMSGLEN", "account", "message length invalid: look at longText")],
  [0x02, status("ESME_RINVCMDLEN", "account", "command length invalid")],
  [0x03, status("ESME_RINVCMDID", "account", "it does not know the command")],
  [0x04, status("ESME_RINVBNDSTS", "unclear", "this bind may not do that: look at bind")],
  [0x05, status("ESME_RALYBND", "unclear", "already bound")],
  [0x06, status("ESME_RINVPRTFLG", "account", "priority flag invalid")],
  [0x07, status("ESME_RINVREGDLVFLG", "account", "it gives no receipts")],
  [0x08, status("ESME_RSYSERR", "unclear", "system error")],
  [0x0a, status("ESME_RINVSRCADR", "account", "source address invalid: look at source")],
  [0x0b, status("ESME_RINVDSTADR", "unreachable", "destination address invalid")],
  [0x0d, status("ESME_RBINDFAIL", "unclear", "bind failed")],
  [0x0e, status("ESME_RINVPASWD", "account", "invalid password: look at systemId and password")],
  [0x0f, status("ESME_RINVSYSID", "account", "invalid system id: look at systemId")],
  [0x14, status("ESME_RMSGQFUL", "throttled", "message queue full")],
  [0x15, status("ESME_RINVSERTYP", "account", "service type invalid: look at serviceType")],
  [0x43, status("ESME_RINVESMCLASS", "account", "esm_class invalid: look at longText")],
  [0x45, status("ESME_RSUBMITFAIL", "unclear", "submit failed")],
  [0x48, status("ESME_RINVSRCTON", "account", "source TON invalid: look at source.ton")],
  [0x49, status("ESME_RINVSRCNPI", "account", "source NPI invalid: look at source.npi")],
  [0x50, status("ESME_RINVDSTTON", "account", "destination TON invalid: look at destination.ton")],
  [0x51, status("ESME_RINVDSTNPI", "account", "destination NPI invalid: look at destination.npi")],
  [0x53, status("ESME_RINVSYSTYP", "account", "system type invalid: look at systemType")],
  [0x58, status("ESME_RTHROTTLED", "throttled", "throttled")],
  [0x61, status("ESME_RINVSCHED", "account", "scheduled delivery time invalid")],
  [0x62, status("ESME_RINVEXPIRY", "account", "validity period invalid")],
  [0xc0, status("ESME_RINVOPTPARSTREAM", "account", "optional parameters invalid")],
  [0xc1, status("ESME_ROPTPARNOTALLWD", "account", "optional parameter not allowed")],
  [0xc2, status("ESME_RINVPARLEN", "account", "parameter length invalid")],
  [0xc3, status("ESME_RMISSINGOPTPARAM", "account", "an optional parameter is missing")],
  [0xc4, status("ESME_RINVOPTPARAMVAL", "account", "optional parameter value invalid")],
  [0xfe, status("ESME_RDELIVERYFAILURE", "unclear", "delivery failure")],
  [0xff, status("ESME_RUNKNOWNERR", "unclear", "unknown error")],
]);

/** What we answer with. */
export const OK = 0x00;
export const INVALID_COMMAND = 0x03;
/** ESME_RX_T_APPN: could not take it now, send it again. */
export const AGAIN_LATER = 0x64;
/** ESME_RX_P_APPN: can't take it, ever. */
export const NEVER = 0x65;

/** `0x00000058 ESME_RTHROTTLED`, as it is kept for the operator. */
export function statusName(code: number): string {
  const hex = `0x${code.toString(16).padStart(8, "0")}`;
  const name = STATUSES.get(code)?.name;
  return name === undefined ? hex : `${hex} ${name}`;
}

/** In words, with what to look at. */
export function statusText(code: number): string {
  return `${statusName(code)}: ${STATUSES.get(code)?.says ?? "the SMSC's own code, ask them"}`;
}

/** What a status means; the account's own table goes first, and what nobody knows is unclear. */
export function statusMeaning(
  code: number,
  own: Readonly<Record<string, StatusMeaning>>,
): StatusMeaning {
  const owned = Object.entries(own).find(([key]) => Number(key) === code);
  return owned?.[1] ?? STATUSES.get(code)?.means ?? "unclear";
}
