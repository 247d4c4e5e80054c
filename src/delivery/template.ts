/** A place in a template that each message fills with its own words. */
export interface TemplateVariable {
  readonly name: string;
  /** The most characters its value may have; it has one at least. */
  readonly most: number;
}

/** A text that a provider approved: fixed words, and variables between them. */
export interface Template {
  /** How the provider names it. */
  readonly code: string;
  readonly parts: readonly (string | TemplateVariable)[];
}

/** Values of a template's variables, by name. */
export type TemplateParams = Readonly<Record<string, string>>;

/** A template that says exactly what a text says, and with which values. */
export interface TemplateFit {
  readonly template: Template;
  readonly params: TemplateParams;
}

/**
 * Reads a template as it was approved. `variable` finds its variables, global, the name in its first group;
 * `most` tells how long the value of one may be.
 */
export function parseTemplate(
  code: string,
  text: string,
  variable: RegExp,
  most: (name: string) => number,
): Template {
  const parts: (string | TemplateVariable)[] = [];
  let at = 0;
  for (const found of text.matchAll(variable)) {
    if (found.index > at) parts.push(text.slice(at, found.index));
    const name = found[1] ?? "";
    parts.push({ name, most: most(name) });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return { code, parts };
}

/** The names of a template's variables, in the order in which they first stand in it. */
export function variablesOf({ parts }: Template): string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === "string" ? [] : [part.name])))];
}

/** What arrives when a template is sent with these values. */
export function renderTemplate({ parts }: Template, params: TemplateParams): string {
  return parts
    .map((part) => (typeof part === "string" ? part : (params[part.name] ?? "")))
    .join("");
}

/**
 * The template that says exactly this text, with the values that make it do so; undefined when none does. Of several,
 * the one with the most fixed words, and of those the first: the same text always takes the same way.
 */
export function fitTemplates(
  templates: readonly Template[],
  text: string,
): TemplateFit | undefined {
  let best: TemplateFit | undefined;
  for (const template of templates) {
    if (best !== undefined && fixedLength(template) <= fixedLength(best.template)) continue;
    const params = fitTemplate(template, text);
    if (params !== undefined) best = { template, params };
  }
  return best;
}

function fixedLength({ parts }: Template): number {
  return parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
}

/**
 * The values with which a template says exactly this text; undefined when there are none. Where several ways lead
 * there, earlier variables get as little as they can. A variable that stands twice says the same twice.
 */
export function fitTemplate({ parts }: Template, text: string): TemplateParams | undefined {
  const lastUse = new Map<string, number>();
  for (const [index, part] of parts.entries())
    if (typeof part !== "string") lastUse.set(part.name, index);
  const params = new Map<string, string>();
  const hopeless = new Set<string>();

  /** Whether the parts from `index` on can say the text from `at` on, given the values chosen so far. */
  function fits(index: number, at: number): boolean {
    const part = parts[index];
    if (part === undefined) return at === text.length;
    if (typeof part === "string")
      return text.startsWith(part, at) && fits(index + 1, at + part.length);
    const bound = params.get(part.name);
    if (bound !== undefined)
      return text.startsWith(bound, at) && fits(index + 1, at + bound.length);
    // What lies ahead depends on the place and on those values only that are still to be repeated.
    const ahead = [...params].filter(([name]) => (lastUse.get(name) ?? 0) >= index);
    const here = JSON.stringify([index, at, ahead]);
    if (hopeless.has(here)) return false;
    const end = Math.min(text.length, at + part.most);
    for (let to = at + 1; to <= end; to += 1) {
      if (splitsCharacter(text, to)) continue;
      params.set(part.name, text.slice(at, to));
      if (fits(index + 1, to)) return true;
      params.delete(part.name);
    }
    hopeless.add(here);
    return false;
  }

  return fits(0, 0) ? Object.fromEntries(params) : undefined;
}

/** Whether a place lies between the two halves of one character. */
function splitsCharacter(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

const SIGNATURE = /^\s*【([^【】]{1,20})】\s*/u;

/** A text in its two parts as template providers have them: who signs, and what is said. */
export function splitSignature(text: string): {
  readonly signature: string | undefined;
  readonly body: string;
} {
  const found = SIGNATURE.exec(text);
  return found === null
    ? { signature: undefined, body: text }
    : { signature: found[1] ?? "", body: text.slice(found[0].length) };
}

/** What may be sent through an account: under one signature, and only what was approved. */
export interface Approved {
  readonly signature: string;
  readonly templates: readonly Template[];
}

/** Whether an account of a template provider takes a text, and as what; otherwise what is missing. */
export type ApprovedVerdict =
  | ({ readonly kind: "fits" } & TemplateFit)
  | { readonly kind: "signature"; readonly signature: string }
  | { readonly kind: "template"; readonly signature: string; readonly body: string };

export function findApproved({ signature, templates }: Approved, text: string): ApprovedVerdict {
  const said = splitSignature(text);
  if (said.signature !== signature) return { kind: "signature", signature };
  const fit = fitTemplates(templates, said.body);
  return fit === undefined
    ? { kind: "template", signature, body: said.body }
    : { kind: "fits", ...fit };
}
