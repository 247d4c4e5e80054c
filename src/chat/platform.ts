export const PLATFORMS = ["slack", "telegram"] as const;
/** A chat qunfa lives in. */
export type Platform = (typeof PLATFORMS)[number];
