import { make } from "./dom.js";

/** Slack's mrkdwn as far as qunfa uses it. */
function mrkdwn(text) {
  const span = make("span");
  const plain = (part) =>
    part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  for (const part of text.split(/(\*[^*\n]+\*|_[^_\n]+_|`[^`\n]+`|~[^~\n]+~)/u)) {
    const tag = { "*": "b", _: "i", "`": "code", "~": "s" }[part[0]];
    if (tag && part.length > 2 && part.at(-1) === part[0])
      span.append(make(tag, {}, plain(part.slice(1, -1))));
    else
      span.append(
        ...plain(part)
          .split("\n")
          .flatMap((line, i) => (i === 0 ? [line] : [make("br"), line])),
      );
  }
  return span;
}

function textObject(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : object.text;
}

function richElements(elements) {
  return elements.map((element) => {
    const { bold, italic, code, strike } = element.style ?? {};
    const tag = code ? "code" : bold ? "b" : italic ? "i" : strike ? "s" : "span";
    return make(tag, { style: "white-space: pre-wrap" }, element.text);
  });
}

function richBlock(element) {
  switch (element.type) {
    case "rich_text_quote":
      return make("div", { className: "quote" }, ...richElements(element.elements));
    case "rich_text_preformatted":
      return make("div", { className: "pre" }, ...richElements(element.elements));
    case "rich_text_list":
      return make(
        "ul",
        {},
        ...element.elements.map((item) => make("li", {}, ...richElements(item.elements))),
      );
    default:
      return make("div", {}, ...richElements(element.elements));
  }
}

function cellText(cell) {
  return cell.type === "raw_text"
    ? cell.text
    : (cell.elements ?? [])
        .flatMap((s) => s.elements ?? [])
        .map((e) => e.text)
        .join("");
}

function button(element, onPress) {
  return make(
    "button",
    {
      type: "button",
      className: element.style ?? "",
      onclick: () => {
        const { confirm } = element;
        if (!confirm || window.confirm(`${confirm.title.text}\n\n${confirm.text.text}`))
          onPress(element.action_id);
      },
    },
    element.text.text,
  );
}

/** Draws one block; `input` draws inputs, which only modals have. */
function drawBlock(block, onPress, input) {
  const box = (className, ...children) =>
    make("div", { className: `block ${className}` }, ...children);
  switch (block.type) {
    case "header":
      return box("header", block.text.text);
    case "divider":
      return make("hr");
    case "context":
      return box("context", ...block.elements.filter((e) => e.text).map(textObject));
    case "section":
      return box(
        "section",
        block.text && textObject(block.text),
        block.fields &&
          make(
            "div",
            { className: "fields" },
            ...block.fields.map((field) => make("div", {}, textObject(field))),
          ),
      );
    case "actions":
      return box("actions", ...block.elements.map((element) => button(element, onPress)));
    case "rich_text":
      return box("rich", ...block.elements.map(richBlock));
    case "alert":
      return box(`alert ${block.level ?? "info"}`, textObject(block.text));
    case "markdown":
      return box("pre", block.text);
    case "table":
      return make(
        "table",
        {},
        ...block.rows.map((row, i) =>
          make("tr", {}, ...row.map((cell) => make(i === 0 ? "th" : "td", {}, cellText(cell)))),
        ),
      );
    case "input":
      return input(block);
    default:
      return box("context", `[${block.type}]`);
  }
}

let drawn = { messages: "", modal: "" };

export function drawSlack(state, act) {
  drawPeople(state, act);
  const messages = JSON.stringify(state.messages);
  if (messages !== drawn.messages) {
    const list = document.getElementById("slack-messages");
    list.replaceChildren(...state.messages.map((message) => drawMessage(message, act)));
    list.scrollTop = list.scrollHeight;
  }
  const modal = JSON.stringify({ ...state.modal, entered: undefined });
  if (modal !== drawn.modal) drawModal(state.modal, act);
  drawn = { messages, modal };
}

function drawPeople(state, act) {
  const buttons = state.people.map(({ id, name, role }) =>
    make(
      "button",
      { className: `person ${id === state.me ? "me" : ""}`, onclick: () => act.become(id) },
      `${name}（${role}）`,
    ),
  );
  document.getElementById("people").replaceChildren("你是：", ...buttons);
}

function drawMessage(message, act) {
  const notes = [
    message.app ? "APP" : "",
    message.ephemeral ? "只有你能看到" : "",
    message.edited ? "（已编辑）" : "",
  ].filter(Boolean);
  const press = (action) => act.slack({ do: "press", ts: message.ts, action });
  const content =
    message.blocks.length > 0
      ? message.blocks.map((block) => drawBlock(block, press))
      : [make("div", { className: "pre" }, message.text)];
  return make(
    "div",
    { className: `message ${message.ephemeral ? "ephemeral" : ""}` },
    make("div", { className: "who" }, message.author, make("small", {}, notes.join(" · "))),
    ...content,
    ...message.files.map((name) => make("div", { className: "context" }, `📎 ${name}`)),
  );
}

/** Redraws the modal, keeping what is typed and where the cursor is. */
function drawModal(modal, act) {
  const host = document.getElementById("modal");
  host.hidden = !modal;
  if (!modal) {
    host.replaceChildren();
    return;
  }
  const focused = document.activeElement?.dataset?.block;
  const typed = new Map(
    [...host.querySelectorAll("[data-block]")].map((e) => [e.dataset.block, e]),
  );
  const input = (block) => drawInput(block, modal, act, typed.get(block.block_id));
  const press = (action) => act.slack({ do: "press", ts: "modal", action });
  const sheet = make(
    "div",
    { className: "sheet", role: "dialog" },
    make("h2", {}, modal.view.title.text),
    make(
      "div",
      { className: "body" },
      modal.failure && make("div", { className: "fault" }, modal.failure),
      ...modal.view.blocks.map((block) => drawBlock(block, press, input)),
    ),
    make(
      "div",
      { className: "foot" },
      make(
        "button",
        { onclick: () => act.slack({ do: "close" }) },
        modal.view.close?.text ?? "Cancel",
      ),
      modal.view.submit &&
        make(
          "button",
          { className: "primary", id: "modal-submit", onclick: () => act.slack({ do: "submit" }) },
          modal.view.submit.text,
        ),
    ),
  );
  host.replaceChildren(sheet);
  if (focused) {
    const again = sheet.querySelector(`[data-block="${CSS.escape(focused)}"]`);
    again?.focus();
    again?.setSelectionRange?.(again.value.length, again.value.length);
  }
}

function drawInput(block, modal, act, before) {
  const { element } = block;
  const id = block.block_id;
  const now = modal.entered?.[id];
  const fault = modal.errors[id];
  let control;
  if (element.type === "plain_text_input") {
    control = make(element.multiline ? "textarea" : "input", {
      value: before?.value ?? now?.value ?? "",
      maxLength: element.max_length ?? 3000,
    });
    control.addEventListener("input", () => act.type(id, control.value));
  } else if (element.type === "static_select") {
    const options = element.options.map((o) => make("option", { value: o.value }, o.text.text));
    control = make("select", {}, ...options);
    control.value = before?.value || now?.selected_option?.value || "";
    control.addEventListener("change", () =>
      act.slack({ do: "choose", field: id, option: control.value }),
    );
  } else if (element.type === "datetimepicker") {
    control = make("input", { type: "datetime-local", value: before?.value ?? "" });
    control.addEventListener("change", () =>
      act.slack({ do: "pick", field: id, at: new Date(control.value).getTime() }),
    );
  } else {
    control = make("input", { type: "file" });
    control.addEventListener("change", async () => {
      const [file] = control.files;
      const bytes = new Uint8Array(await file.arrayBuffer());
      const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      await act.slack({ do: "attach", field: id, name: file.name, content });
    });
  }
  control.dataset.block = id;
  control.setAttribute("aria-label", block.label.text);
  return make(
    "div",
    { className: "block" },
    make("label", {}, block.label.text),
    control,
    block.hint && make("div", { className: "hint" }, block.hint.text),
    fault && make("div", { className: "fault" }, fault),
  );
}
