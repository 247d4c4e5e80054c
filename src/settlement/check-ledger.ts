import type { Core } from "../core.ts";
import type { MerchantId } from "../ids.ts";
import type { LedgerEntry, QuotaAccount } from "./quota.ts";

/** Where an account and its history don't agree, each as the account has it and as the lines add up to. */
export interface LedgerFault {
  readonly merchantId: MerchantId;
  readonly what: "granted" | "charged" | "held" | "balance";
  readonly account: number;
  readonly lines: number;
}

/**
 * Adds up every account's history and compares: granted less corrected is what was granted; what was charged and is no
 * longer held is charged; what was reserved and neither charged nor released is held; and granted = free + reserved +
 * charged. Read while nothing moves: a reservation of this moment may not have its line yet.
 */
export async function checkLedger(core: Core): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  for await (const account of core.store.quotas.stream({})) {
    faults.push(...(await faultsOf(core, account)));
  }
  return faults;
}

async function faultsOf(core: Core, account: QuotaAccount): Promise<LedgerFault[]> {
  const { _id: merchantId, granted, free, reserved, charged, holds } = account;
  const sums: Record<LedgerEntry["kind"], number> = {
    grant: 0,
    correct: 0,
    reserve: 0,
    charge: 0,
    release: 0,
  };
  for await (const { kind, segments } of core.store.ledger.stream({ merchantId })) {
    sums[kind] += segments;
  }
  const open = Object.values(holds);
  const chargedOpen = open.reduce((sum, hold) => sum + hold.charged, 0);
  const held = open.reduce((sum, hold) => sum + hold.reserved + hold.charged, 0);
  const compared = [
    ["granted", granted, sums.grant - sums.correct],
    ["charged", charged, sums.charge + chargedOpen],
    ["held", held, sums.reserve - sums.charge - sums.release],
    ["balance", granted, free + reserved + charged],
  ] as const;
  return compared.flatMap(([what, account, lines]) =>
    account === lines ? [] : [{ merchantId, what, account, lines }],
  );
}
