import type { IncomingHttpHeaders } from "node:http";
import { ApiFault } from "./fault.ts";

/** Whose API it is. */
export interface EmulatedAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKey: { readonly sid: string; readonly secret: string };
  /** Its own senders, and its one Messaging Service. */
  readonly numbers: readonly string[];
  readonly messagingServiceSid: string;
}

export const EMULATED_ACCOUNT: EmulatedAccount = {
  accountSid: `AC${"0123456789abcdef".repeat(2)}`,
  authToken: "an auth token of the emulator",
  apiKey: { sid: `SK${"fedcba9876543210".repeat(2)}`, secret: "a secret of the emulator" },
  numbers: ["+15005550006", "+15005550010"],
  messagingServiceSid: `MG${"00112233445566778899aabbccddeeff"}`,
};

/** Basic authentication, by account and token or by an API key. Throws 401 with code 20003. */
export function authenticate(account: EmulatedAccount, headers: IncomingHttpHeaders): void {
  const given = headers.authorization ?? "";
  const pairs = [
    [account.accountSid, account.authToken],
    [account.apiKey.sid, account.apiKey.secret],
  ];
  const valid = pairs.map((pair) => `Basic ${Buffer.from(pair.join(":")).toString("base64")}`);
  if (!valid.includes(given)) throw new ApiFault(401, 20003, "Authenticate");
}
