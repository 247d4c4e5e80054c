/** Answers of 4xx and 5xx, and time-outs, are tried again five times within Twilio's 15 s; by default none is. */
const RETRIES = "#rc=5&rp=all";

/**
 * Where Twilio reports on one recipient. Our reference in it lets a report find its recipient before the answer to
 * the call is stored, or when it never came. The fragment is for Twilio alone: it is neither requested nor signed
 * (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
 */
export function statusCallback(base: string, recipient: string): string {
  return `${requestedUrl(base, "status", { recipient })}${RETRIES}`;
}

/**
 * The URL that Twilio requested, as it knows it and signs it: on the public side of every proxy.
 * `base` is the public address of the account's webhooks, without a slash at its end.
 */
export function requestedUrl(
  base: string,
  path: string,
  query: Readonly<Record<string, string>>,
): string {
  const pairs = Object.entries(query).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
  );
  return `${base}/${path}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`;
}
