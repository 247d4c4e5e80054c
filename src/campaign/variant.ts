import { createHash } from "node:crypto";
import type { Phone } from "../ids.ts";

/** Which of a campaign's two texts someone gets. */
export type Variant = "A" | "B";

/** A second text, and how many of a hundred people get it. */
export interface Split {
  readonly text: string;
  /** From 1 to 99. */
  readonly share: number;
}

const STEPS = 0x1_0000_0000;

/**
 * Who gets which text: the same number in the same campaign always the same one, however often its plan is made anew.
 * Spread by a hash, so that neither the order of the list nor the number itself decides.
 */
export function variantOf(campaign: string, phone: Phone, share: number): Variant {
  const digest = createHash("sha256").update(`variant|${campaign}|${phone}`).digest();
  return digest.readUInt32BE(0) < (share / 100) * STEPS ? "B" : "A";
}
