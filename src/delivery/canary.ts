import type { MerchantSettings } from "../merchant/merchant.ts";

/** What a first small share told of a provider, in people. */
export interface CanaryFigures {
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
  /** Of the failed: those whose content was blocked. */
  readonly blocked: number;
}

/** Someone's decision about a provider that was stopped. */
interface Decided {
  readonly figures: CanaryFigures;
  readonly by: string;
  readonly at: number;
}

/**
 * How far a large campaign's first share is at one provider. It stands in the campaign, so that whoever drives the
 * lane next goes on where it was.
 * - `sampling`: only `size` people may go.
 * - `waiting`: they have; their receipts are awaited until `until`.
 * - `passed`: they look right: everyone goes.
 * - `stopped`: they do not: nobody else goes until someone decides. `told` once that was put to the merchant.
 * - `released`: someone decided to go on all the same.
 * - `leaving`, `left`: someone decided that its people go through other providers; they are, or were, moved.
 */
export type Canary =
  | { readonly state: "sampling"; readonly size: number }
  | { readonly state: "waiting"; readonly size: number; readonly until: number }
  | { readonly state: "passed"; readonly figures: CanaryFigures }
  | {
      readonly state: "stopped";
      readonly figures: CanaryFigures;
      readonly at: number;
      readonly told: boolean;
    }
  | ({ readonly state: "released" | "leaving" | "left" } & Decided);

/** Which part of a merchant's settings is about first shares. */
export type CanarySettings = Pick<
  MerchantSettings,
  "canaryShare" | "canaryLeast" | "canaryMost" | "canaryBlocked" | "canaryFailed"
>;

/** How many go first of the people that a provider is to take. */
export function canarySize(people: number, settings: CanarySettings): number {
  const { canaryShare, canaryLeast, canaryMost } = settings;
  const share = Math.ceil((people * canaryShare) / 100);
  return Math.min(canaryMost, Math.max(canaryLeast, share));
}

/** So much of a share is enough to judge it by: the last few receipts of any share may take days. */
const ENOUGH = 0.8;
/** Fewer than this many are chance, whatever the share. */
const EVIDENCE = 3;

/**
 * Judges a share by the results that are in. It stops as soon as no further result could bring it below a threshold,
 * passes once enough results are in (or the time is up) and neither threshold is reached. A carrier that is silent
 * when the time is up has not said no.
 */
export function judgeCanary(
  figures: CanaryFigures,
  settings: CanarySettings,
  timeUp: boolean,
): "wait" | "pass" | "stop" {
  const { sent, delivered, failed } = figures;
  const results = delivered + failed;
  if (reachesThreshold(figures, settings, sent)) return "stop";
  if (!timeUp && results < ENOUGH * sent) return "wait";
  return reachesThreshold(figures, settings, results) ? "stop" : "pass";
}

function reachesThreshold(
  { sent, failed, blocked }: CanaryFigures,
  { canaryBlocked, canaryFailed }: CanarySettings,
  of: number,
): boolean {
  const evidence = Math.max(1, Math.min(EVIDENCE, sent));
  const reaches = (n: number, percent: number) => n >= evidence && n * 100 >= percent * of;
  return reaches(blocked, canaryBlocked) || reaches(failed, canaryFailed);
}

/** A provider that a campaign's first share spoke against takes nobody of that campaign from elsewhere. */
export function spokeAgainst(canary: Canary | undefined): boolean {
  return canary?.state === "stopped" || canary?.state === "leaving" || canary?.state === "left";
}
