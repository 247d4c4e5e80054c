import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CardOptions, renderCard, renderNotice } from "../../adapters/slack/card-blocks.ts";
import { renderForm } from "../../adapters/slack/form-view.ts";
import { RenderError } from "../../adapters/slack/render-error.ts";
import type { Card } from "../../src/chat/card.ts";
import { checkMessageBlocks, checkView, textOf } from "../emulators/slack/validation.ts";
import { cards, forms } from "./arbitrary.ts";
import { textForm } from "./house.ts";

const FILE = "F0123456789";

function accepted(card: Card, options: CardOptions): string {
  const { blocks, text } = renderCard(card, options);
  const checked = checkMessageBlocks(blocks, options.surface, (id) => id === FILE);
  expect(checked).toMatchObject({ ok: true });
  expect(text.length).toBeLessThanOrEqual(4000);
  return textOf(blocks);
}

const bare: Card = { title: "双11全场五折", tone: "info" };

describe("a card", () => {
  test("of any content is a message that Slack accepts", () => {
    fc.assert(
      fc.property(cards, (card) => {
        accepted(card, { surface: "message", imageFileId: FILE });
      }),
      { numRuns: 200 },
    );
  });

  test("of any content is an ephemeral message that Slack accepts", () => {
    fc.assert(
      fc.property(cards, (card) => {
        accepted(card, { surface: "ephemeral" });
      }),
      { numRuns: 200 },
    );
  });

  test("shows an SMS to the letter, markup and all", () => {
    const sms = "【品牌】*全场* _五折_ ~199~ `99` <a&b> :smile: 加微信 abc 拒收请回复R";
    const card: Card = { ...bare, sections: [{ kind: "quote", text: [sms] }] };
    const { blocks } = renderCard(card, { surface: "message" });
    expect(JSON.stringify(blocks)).toContain(JSON.stringify(sms).slice(1, -1));
    expect(accepted(card, { surface: "message" })).toContain(sms);
  });

  test("shows a field literally where mrkdwn would change what is read", () => {
    const fields = [
      { label: "文案", value: "*全场*五折" },
      { label: "预计", value: "12 < 20 & 3" },
    ];
    const { blocks } = renderCard({ ...bare, fields }, { surface: "message" });
    expect(blocks[1]).toMatchObject({
      fields: [
        { type: "plain_text", text: "文案\n*全场*五折" },
        { type: "mrkdwn", text: "*预计*\n12 &lt; 20 &amp; 3" },
      ],
    });
  });

  test("keeps a long text whole, in several blocks", () => {
    const long = "一二三四五六七八九十".repeat(800);
    const seen = accepted(
      { ...bare, sections: [{ kind: "text", text: [long] }] },
      { surface: "message" },
    );
    expect(seen.replaceAll("\n", "")).toContain(long);
  });

  test("says how many rows of a table it does not show", () => {
    const rows = Array.from({ length: 250 }, (_, i) => [`138****${i}`, "空号"]);
    const card: Card = {
      ...bare,
      sections: [{ kind: "table", columns: ["号码", "原因"], rows }],
    };
    for (const surface of ["message", "ephemeral"] as const) {
      const seen = accepted(card, { surface });
      const shown = seen.match(/138\*{4}\d+/g)?.length ?? 0;
      expect(shown).toBeGreaterThan(50);
      if (shown < 250) expect(seen).toContain(`… 另有 ${250 - shown} 行`);
    }
  });

  test("shows its second table as text, for Slack takes one a message", () => {
    const table = { kind: "table", columns: ["服务商", "送达"], rows: [["甲", "12"]] } as const;
    const { blocks } = renderCard({ ...bare, sections: [table, table] }, { surface: "message" });
    expect(blocks.filter((b) => b.type === "table")).toHaveLength(1);
    expect(textOf(blocks).match(/服务商/g)).toHaveLength(2);
  });

  test("with more than a message holds keeps its buttons and says what is missing", () => {
    const sections = Array.from({ length: 80 }, (_, i) => ({
      kind: "text" as const,
      text: [`段落 ${i} ${"字".repeat(100)}`],
    }));
    const actions = [{ id: "campaign.approve", args: ["c1", "3"], label: "批准" }];
    const seen = accepted({ ...bare, sections, actions }, { surface: "message" });
    expect(seen).toContain("批准");
    expect(seen).toMatch(/另有 \d+ 段放不进一条 Slack 消息/);
  });

  test("locks a disabled button, and it can still be pressed for its reason", () => {
    const action = { id: "campaign.approve", args: ["c1"], label: "批准", disabled: "已过期" };
    const { blocks } = renderCard({ ...bare, actions: [action] }, { surface: "message" });
    expect(blocks.at(-1)).toMatchObject({
      elements: [{ text: { text: "🔒 批准" }, value: "campaign.approve|c1" }],
    });
  });

  test("refuses a button that Slack would cut, by name", () => {
    const action = { id: "a", args: [], label: "长".repeat(76) };
    const render = () => renderCard({ ...bare, actions: [action] }, { surface: "message" });
    expect(render).toThrow(RenderError);
    expect(render).toThrow(/76 characters long; Slack takes 75/);
  });

  test("refuses an argument that would be read as two", () => {
    const action = { id: "a", args: ["x|y"], label: "按" };
    expect(() => renderCard({ ...bare, actions: [action] }, { surface: "message" })).toThrow(
      /"\|"/,
    );
  });
});

test("a notice of any length is a message that Slack accepts, whole", () => {
  const text = "提示".repeat(4000);
  const { blocks } = renderNotice("warning", text);
  expect(checkMessageBlocks(blocks, "ephemeral", () => false)).toMatchObject({ ok: true });
  expect(textOf(blocks).replaceAll("\n", "")).toContain(text);
});

describe("a form", () => {
  test("of any content is a modal that Slack accepts", () => {
    fc.assert(
      fc.property(forms, (form) => {
        expect(checkView(renderForm(form, { channel: "C1" }))).toMatchObject({ ok: true });
      }),
      { numRuns: 300 },
    );
  });

  test("keeps the block and action id of an input whatever else changes", () => {
    const ids = (form: ReturnType<typeof textForm>) =>
      renderForm(form, { channel: "C1" }).blocks.flatMap((b) =>
        "element" in b && b.type === "input" ? [[b.block_id, b.element.action_id]] : [],
      );
    const noticed = textForm({
      notices: [{ tone: "info", text: ["提示"] }],
      fields: textForm().fields.map((f) => ({ ...f, notices: [{ tone: "danger", text: ["错"] }] })),
    });
    expect(ids(noticed)).toEqual(ids(textForm()));
  });

  test("shows every remark in full, long ones in several alerts", () => {
    const remark = "这里的词会被运营商拦截".repeat(40);
    const view = renderForm(textForm({ notices: [{ tone: "warning", text: [remark] }] }), {
      channel: "C1",
    });
    expect(textOf(view).replaceAll("\n", "")).toContain(remark);
  });

  test("refuses a title that Slack would cut", () => {
    expect(() => renderForm(textForm({ title: "长".repeat(25) }), { channel: "C1" })).toThrow(
      /25 characters long; Slack takes 24/,
    );
  });
});
