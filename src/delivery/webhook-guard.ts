import { createHash, timingSafeEqual } from "node:crypto";
import { BlockList, isIP } from "node:net";
import { z } from "zod";
import type { WebhookRequest } from "./provider.ts";

/** An address or a network, `203.0.113.7` or `203.0.113.0/24`. */
const network = z.string().refine((written) => parseNetwork(written) !== undefined, {
  error: "is an IP address or a network like 203.0.113.0/24",
});

/** How an account keeps strangers out of webhooks that their sender does not sign. */
export const webhookGuardShape = {
  /** Stands in the webhooks' paths, and is all that an outsider would have to know. */
  webhookSecret: z
    .string()
    .regex(
      /^[A-Za-z0-9_-]{20,128}$/u,
      "is 20 to 128 letters, digits, - and _ that nobody can guess: openssl rand -hex 24",
    ),
  /** Addresses that may push; any, where not given. */
  webhookAddresses: z.array(network).min(1).optional(),
  /** Proxies of ours whose X-Forwarded-For is believed. */
  trustedProxies: z.array(network).default([]),
};

/** Whether an account that sends has a secret of its own, and not the one that everyone finds in the example. */
export function hasOwnSecret(account: {
  readonly weight: number;
  readonly webhookSecret: string;
}): boolean {
  return account.weight === 0 || !account.webhookSecret.startsWith("replace-");
}
export const NO_OWN_SECRET = {
  path: ["webhookSecret"],
  error: "is still the example's, which everyone knows: openssl rand -hex 24",
};

interface GuardConfig {
  readonly webhookSecret: string;
  readonly webhookAddresses?: readonly string[] | undefined;
  readonly trustedProxies: readonly string[];
}

/** What a push is to be: at which of the account's webhooks, or why it is not let in. */
export type Admission =
  | { readonly kind: "in"; readonly path: string }
  | { readonly kind: "wrong_path" }
  | { readonly kind: "wrong_address" };

/**
 * Lets pushes in by the secret in front of their path, and by where they come from. Where the secret is wrong, nothing
 * tells that there is anything; how long that takes does not depend on how much of it was right.
 */
export function createWebhookGuard(
  config: GuardConfig,
): (path: string, request: Pick<WebhookRequest, "headers" | "address">) => Admission {
  const secret = digest(config.webhookSecret);
  const allowed = config.webhookAddresses && blockList(config.webhookAddresses);
  const proxies = blockList(config.trustedProxies);
  return (path, request) => {
    const slash = path.indexOf("/");
    const given = slash < 0 ? path : path.slice(0, slash);
    if (!timingSafeEqual(digest(given), secret)) return { kind: "wrong_path" };
    if (allowed !== undefined && !holds(allowed, senderOf(request, proxies)))
      return { kind: "wrong_address" };
    return { kind: "in", path: slash < 0 ? "" : path.slice(slash + 1) };
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Who sent it: the nearest address on the way that is none of our proxies. */
function senderOf(
  { headers, address }: Pick<WebhookRequest, "headers" | "address">,
  proxies: BlockList,
): string {
  const forwarded = headers["x-forwarded-for"];
  const way = [...String(forwarded ?? "").split(","), address]
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return way.findLast((hop, index) => index === 0 || !holds(proxies, hop)) ?? address;
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const written of networks) {
    const parsed = parseNetwork(written);
    if (parsed !== undefined) list.addSubnet(parsed.address, parsed.bits, parsed.family);
  }
  return list;
}

function holds(list: BlockList, written: string): boolean {
  const address = written.replace(/^::ffff:(?=\d+\.)/iu, "");
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6");
}

function parseNetwork(
  written: string,
): { address: string; bits: number; family: "ipv4" | "ipv6" } | undefined {
  const [address = "", mask, more] = written.split("/");
  const version = isIP(address);
  if (version === 0 || more !== undefined) return undefined;
  const most = version === 4 ? 32 : 128;
  const bits = mask === undefined ? most : /^\d{1,3}$/u.test(mask) ? Number(mask) : -1;
  if (bits < 0 || bits > most) return undefined;
  return { address, bits, family: version === 4 ? "ipv4" : "ipv6" };
}
