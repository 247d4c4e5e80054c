/** Certificates are looked at before a request is written. */
const CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_)/u;
const CONNECTING = new Set(["connect", "getaddrinfo"]);

/**
 * Whether an error says that no connection was made: refused, no such host, no route, a certificate that is not right.
 * Then nothing was written, and surely nothing accepted. False for whatever leaves that open.
 */
export function neverConnected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(neverConnected);
  if (!(error instanceof Error)) return false;
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (syscall !== undefined && CONNECTING.has(syscall)) return true;
  if (code !== undefined && CERTIFICATE.test(code)) return true;
  return error.cause !== undefined && neverConnected(error.cause);
}
