/** Whether an address is Slack's own: only there do our token and answers go. With `apiUrl` set, its host is Slack. */
export function isSlackUrl(url: string, apiUrl: string | undefined): boolean {
  const at = URL.parse(url);
  if (at === null) return false;
  if (apiUrl !== undefined) return at.host === new URL(apiUrl).host;
  return at.protocol === "https:" && /(^|\.)slack\.com$/.test(at.hostname);
}
