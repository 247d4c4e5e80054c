import type { CliText } from "../locale/cli.ts";
import type { Finding } from "../policy/finding.ts";
import type { Checked } from "./check-text.ts";

/** Line ends to some readers of lines, which JSON need not escape. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/gu;

/** One JSON object on a line, for scripts. */
export function asJson({ verdict, providers, segments, findings }: Checked): string {
  const json = JSON.stringify({ verdict, providers, segments, findings: findings.map(finding) });
  return `${json.replace(OTHER_LINE_ENDS, escaped)}\n`;
}

function finding({ rule, category, severity, start, end, match, why, ...more }: Finding): object {
  const { suggestion, disguises, providers, event, carriers, question, source } = more;
  return {
    rule,
    category,
    severity,
    start,
    end,
    match,
    why,
    suggestion: suggestion ?? null,
    providers,
    disguises,
    event,
    carriers,
    question,
    source,
  };
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const MARKS = { pass: "✓", info: "·", warn: "!", block: "✗" } as const;

/** A few lines for a person at a terminal. */
export function asLines(text: string, checked: Checked, t: CliText): string {
  const { verdict, providers, segments, findings } = checked;
  const each = Object.entries(providers).map(([id, own]) => `${id} ${t.verdict[own]}`);
  const head = [`${MARKS[verdict]} ${t.verdict[verdict]}`, t.segments(segments), ...each];
  const lines = [shown(text), `  ${head.join("  ")}`];
  for (const one of findings) {
    const match = one.match === "" ? t.wholeText : `“${shown(one.match)}”`;
    const concerned = Object.entries(one.providers).map(([id, own]) => `${id} ${t.severity[own]}`);
    lines.push(`    ${MARKS[one.severity]} ${match}  ${one.rule}  (${concerned.join(", ")})`);
    lines.push(`      ${one.event === undefined ? "" : `${one.event}: `}${one.why}`);
    if (one.suggestion !== undefined) lines.push(`      ${t.suggestion(one.suggestion)}`);
    if (one.question !== undefined) lines.push(`      ${one.question}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Control characters are shown as such: a terminal would obey them. */
function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, "\uFFFD");
}
