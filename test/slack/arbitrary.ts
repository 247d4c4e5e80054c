import fc from "fast-check";
import type { Action, Card, Rich, Section } from "../../src/chat/card.ts";
import type { Field, Form, Notice } from "../../src/chat/form.ts";

/** Anything a card or form may hold, texts of every kind and length included. */

const LIKELY = [
  "全场五折",
  "*粗*",
  "<a&b>",
  "@here",
  "😀",
  "👨‍👩‍👧",
  "\n",
  " ",
  ">引",
  "`x`",
  "|",
  "",
  ":smile:",
];

const text = (most: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      {
        weight: 4,
        arbitrary: fc.array(fc.constantFrom(...LIKELY), { maxLength: 12 }).map((p) => p.join("")),
      },
      { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
      {
        weight: 1,
        arbitrary: fc.integer({ min: 0, max: most }).map((n) => "字😀".repeat(n).slice(0, n)),
      },
    )
    .map((t) => t.slice(0, most));

const tone = fc.constantFrom("neutral", "info", "success", "warning", "danger");

const rich = (most: number): fc.Arbitrary<Rich> =>
  fc.array(
    fc.oneof(
      text(most),
      fc.record({
        text: text(most),
        style: fc.constantFrom("bold", "italic", "code", "mark", "strike"),
      }),
    ),
    { maxLength: 5 },
  );

const section: fc.Arbitrary<Section> = fc.oneof(
  fc.record({ kind: fc.constant("text"), text: rich(7000) }),
  fc.record({ kind: fc.constant("quote"), text: rich(4000) }),
  fc.record({ kind: fc.constant("list"), items: fc.array(rich(500), { maxLength: 60 }) }),
  fc
    .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 130 }), text(40), text(300))
    .map(([columns, rows, title, cell]) => ({
      kind: "table" as const,
      title,
      columns: Array.from({ length: columns }, (_, i) => `列 ${i}`),
      rows: Array.from({ length: rows }, (_, r) =>
        Array.from({ length: columns }, (_, c) => (c % 2 === 0 ? cell : `${r}`)),
      ),
    })),
);

const action: fc.Arbitrary<Action> = fc.record(
  {
    id: fc.stringMatching(/^[a-z]{1,10}\.[a-z_]{1,10}$/),
    args: fc.array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { maxLength: 3 }),
    label: text(70),
    style: fc.constantFrom("primary", "danger"),
    confirm: fc.record({ title: text(100), text: text(300), ok: text(30), cancel: text(30) }),
    disabled: text(50),
  },
  { requiredKeys: ["id", "args", "label"] },
);

export const cards: fc.Arbitrary<Card> = fc.record(
  {
    title: text(400),
    tone,
    fields: fc.array(fc.record({ label: text(60), value: text(3000) }), { maxLength: 30 }),
    progress: fc.record({ done: fc.nat(1000), total: fc.nat(1000), label: text(100) }),
    sections: fc.array(section, { maxLength: 20 }),
    image: fc.record({ png: fc.constant(new Uint8Array([1])), alt: text(500) }),
    actions: fc.uniqueArray(action, {
      maxLength: 40,
      selector: (a) => [a.id, ...a.args].join("|"),
    }),
    footer: text(5000),
  },
  { requiredKeys: ["title", "tone"] },
);

const notice: fc.Arbitrary<Notice> = fc.record({ tone, text: rich(900) });

const base = {
  label: text(300),
  hint: text(300),
  optional: fc.boolean(),
  notices: fc.array(notice, { maxLength: 8 }),
};
const required = ["label", "kind"] as const;

const kinds = fc.oneof(
  fc.record(
    {
      ...base,
      kind: fc.constant("text" as const),
      multiline: fc.boolean(),
      maxLength: fc.integer({ min: 1, max: 5000 }),
      initial: text(3000),
      placeholder: text(150),
      live: fc.boolean(),
    },
    { requiredKeys: [...required] },
  ),
  fc
    .record(
      {
        ...base,
        kind: fc.constant("choice" as const),
        options: fc.uniqueArray(
          fc.record({ value: fc.stringMatching(/^[a-z0-9]{1,20}$/), label: text(75) }),
          {
            minLength: 1,
            maxLength: 100,
            selector: (o) => o.value,
          },
        ),
        live: fc.boolean(),
      },
      { requiredKeys: [...required, "options"] },
    )
    .map((field) => ({ ...field, initial: field.options.at(-1)?.value ?? "" })),
  fc.record(
    {
      ...base,
      kind: fc.constant("file" as const),
      extensions: fc.array(fc.constantFrom("csv", ".xlsx", "TXT"), { maxLength: 3 }),
    },
    { requiredKeys: [...required, "extensions"] },
  ),
  fc.record(
    {
      ...base,
      kind: fc.constant("time" as const),
      initial: fc.integer({ min: 1_000_000_000_000, max: 9_000_000_000_000 }),
      timeZone: fc.constant("Asia/Shanghai"),
    },
    { requiredKeys: [...required, "timeZone"] },
  ),
);

const fields: fc.Arbitrary<Field[]> = fc
  .array(kinds, { maxLength: 12 })
  .map((all) => all.map((field, i) => ({ ...field, name: `field_${"abcdefghijkl"[i]}` })));

export const forms: fc.Arbitrary<Form> = fc.record(
  {
    id: fc.constantFrom("draft", "reject"),
    locale: fc.constantFrom("zh-CN", "en"),
    ref: fc.string({ maxLength: 200 }),
    title: text(24),
    submit: text(24),
    cancel: text(24),
    fields,
    notices: fc.array(notice, { maxLength: 10 }),
  },
  { requiredKeys: ["id", "locale", "ref", "title", "submit", "cancel", "fields"] },
);
