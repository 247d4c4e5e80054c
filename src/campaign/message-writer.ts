import type { AudienceRowDoc } from "../audience/audience.ts";
import {
  type PersonalText,
  parsePersonalText,
  type Rendered,
  renderPersonalText,
  variablesUsed,
} from "../audience/personal-text.ts";
import { maskPhone } from "../audience/phone.ts";
import { countSegments, type SegmentScheme } from "../delivery/segments.ts";
import type { Phone } from "../ids.ts";
import type { Finding } from "../policy/finding.ts";
import { type Variant, variantOf } from "./variant.ts";

/** What one of the first people gets, to be looked at before anything is sent. */
export interface Sample {
  readonly line: number;
  readonly masked: string;
  readonly text: string;
  readonly segments: number;
}

/** One of a campaign's texts, composed, before its people are known. */
export interface WrittenText {
  readonly variant: Variant;
  /** Signature and opt-out line included; `{name}` stands for each person's own. */
  readonly text: string;
}

/** What became of one text when it was written for everybody. */
export interface TextTally {
  readonly variant: Variant;
  readonly people: number;
  readonly segmentsLeast: number;
  readonly segmentsMost: number;
  /** Of the first few people; none for a text that is the same for everybody. */
  readonly samples: readonly Sample[];
}

/** Why some people can't be sent their text. */
export type WritingFault =
  /** The rows have nothing under these names, and the text no fallback. */
  | {
      readonly kind: "missing_values";
      readonly names: readonly string[];
      readonly rows: number;
      readonly lines: readonly number[];
    }
  /** With what the rows hold the text grows too long. */
  | { readonly kind: "rows_too_long"; readonly most: number; readonly lines: readonly number[] }
  /** What the rows hold makes a text that its providers block. */
  | {
      readonly kind: "blocked_values";
      readonly rows: number;
      readonly first: readonly { readonly line: number; readonly finding: Finding }[];
    };

const SAMPLES = 3;
const SHOWN = 5;

interface Options {
  readonly campaignId: string;
  readonly texts: readonly WrittenText[];
  /** How many of a hundred people get text B. */
  readonly share: number;
  readonly scheme: SegmentScheme;
  /** The longest text that may go. */
  readonly most: number;
  /** Whether a person's text, as it would arrive, is blocked where the texts themselves are not. */
  readonly blocked: (text: string) => Finding | undefined;
}

/** A row with a number. */
export type PersonRow = AudienceRowDoc & { readonly phone: Phone };

/** What goes to one person. */
export interface Written {
  readonly variant: Variant | null;
  readonly segments: number;
  /** Of a personal text only. */
  readonly personal?: Rendered;
}

/** Writes each person's text while an audience goes by: counts it as it will be sent, and notes what keeps it from going. */
export class MessageWriter {
  readonly #options: Options;
  readonly #texts: readonly OneText[];
  readonly #missing = { names: new Set<string>(), rows: 0, lines: [] as number[] };
  readonly #long: number[] = [];
  readonly #blocked = { rows: 0, first: [] as { line: number; finding: Finding }[] };

  constructor(options: Options) {
    this.#options = options;
    this.#texts = options.texts.map(({ variant, text }) => new OneText(variant, text, options));
  }

  /** Notes nothing: whether a row is sent to may turn out later. */
  write(row: PersonRow): Written {
    const { campaignId, share, scheme } = this.#options;
    const variant = this.#texts.length > 1 ? variantOf(campaignId, row.phone, share) : null;
    const { same, personal } = this.#textOf(variant);
    if (same !== undefined) return { variant, segments: same };
    const rendered = renderPersonalText(personal, row.variables);
    const segments = rendered.ok ? countSegments(rendered.text, scheme).segments : 0;
    return { variant, segments, personal: rendered };
  }

  /** A row that will be sent to: it is counted, and must be as it should be. */
  take(row: PersonRow, { variant, segments, personal }: Written): void {
    const text = this.#textOf(variant);
    text.count(segments);
    if (personal === undefined) return;
    const line = row.fileLine;
    if (!personal.ok) {
      for (const name of personal.missing) this.#missing.names.add(name);
      this.#missing.rows += 1;
      if (this.#missing.lines.length < SHOWN) this.#missing.lines.push(line);
      return;
    }
    const { most, blocked } = this.#options;
    if (personal.text.length > most && this.#long.length < SHOWN) this.#long.push(line);
    const finding = blocked(personal.text);
    if (finding !== undefined) {
      this.#blocked.rows += 1;
      if (this.#blocked.first.length < SHOWN) this.#blocked.first.push({ line, finding });
    }
    text.note({ line, masked: maskPhone(row.phone), text: personal.text, segments });
  }

  #textOf(variant: Variant | null): OneText {
    const text = this.#texts[variant === "B" ? 1 : 0];
    if (text === undefined) throw new Error("a campaign has a text");
    return text;
  }

  tallies(): readonly TextTally[] {
    return this.#texts.map((text) => text.tally());
  }

  /** The first thing that must be put right. */
  fault(): WritingFault | undefined {
    const { names, rows, lines } = this.#missing;
    if (rows > 0) return { kind: "missing_values", names: [...names], rows, lines };
    const { most } = this.#options;
    if (this.#long.length > 0) return { kind: "rows_too_long", most, lines: this.#long };
    return this.#blocked.rows > 0 ? { kind: "blocked_values", ...this.#blocked } : undefined;
  }
}

/** One text, and what it came to. */
class OneText {
  readonly personal: PersonalText;
  /** Segments of a text that is the same for everybody. */
  readonly same: number | undefined;
  readonly #variant: Variant;
  readonly #samples: Sample[] = [];
  #people = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;

  constructor(variant: Variant, text: string, { scheme }: Options) {
    this.#variant = variant;
    this.personal = parsePersonalText(text);
    if (variablesUsed(this.personal).length > 0) return;
    const rendered = renderPersonalText(this.personal, {});
    this.same = rendered.ok ? countSegments(rendered.text, scheme).segments : 0;
  }

  note(sample: Sample): void {
    if (this.#samples.length < SAMPLES) this.#samples.push(sample);
  }

  count(segments: number): void {
    this.#people += 1;
    this.#least = Math.min(this.#least, segments);
    this.#most = Math.max(this.#most, segments);
  }

  tally(): TextTally {
    const most = this.#people === 0 ? (this.same ?? 0) : this.#most;
    return {
      variant: this.#variant,
      people: this.#people,
      segmentsLeast: Math.min(this.#least, most),
      segmentsMost: most,
      samples: this.#samples,
    };
  }
}
