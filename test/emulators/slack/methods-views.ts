import { type Call, failed, json, type Method, type Reply } from "./call.ts";
import { type OpenView, stateOf, updateView } from "./modal.ts";
import { checkView } from "./validation.ts";
import type { Workspace } from "./workspace.ts";

/** A view as the API and every payload show it. */
export function viewJson(workspace: Workspace, open: OpenView): Record<string, unknown> {
  const { view } = open;
  return {
    id: open.id,
    team_id: workspace.teamId,
    type: "modal",
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? "",
    callback_id: view.callback_id ?? "",
    state: stateOf(open),
    hash: open.hash,
    title: view.title,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: open.previous,
    root_view_id: open.root,
    app_id: workspace.appId,
    external_id: view.external_id ?? "",
    app_installed_team_id: workspace.teamId,
    bot_id: workspace.botId,
  };
}

function open(call: Call, onTop: boolean): Reply {
  const { workspace } = call;
  const checked = checkView(json(call.args.view));
  if (!checked.ok) return failed(checked.error, checked.messages);
  const trigger = workspace.useTrigger(call.args.trigger_id ?? "");
  if ("error" in trigger) return failed(trigger.error);
  const stack = trigger.person.modals;
  if (!onTop) stack.clear();
  const opened = stack.push(trigger.person.id, checked.value, workspace.clock.now());
  if ("error" in opened) return failed(opened.error);
  workspace.changed();
  return { ok: true, view: viewJson(workspace, opened) };
}

function findView(workspace: Workspace, id: string | undefined): OpenView | undefined {
  for (const person of workspace.people.values()) {
    const found = person.modals.open.find((v) => v.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const viewMethods: Readonly<Record<string, Method>> = {
  "views.open": { scope: undefined, tier: 4, run: (call) => open(call, false) },
  "views.push": { scope: undefined, tier: 4, run: (call) => open(call, true) },
  "views.update": {
    scope: undefined,
    tier: 4,
    run(call) {
      const { workspace } = call;
      const checked = checkView(json(call.args.view));
      if (!checked.ok) return failed(checked.error, checked.messages);
      const found = findView(workspace, call.args.view_id);
      if (found === undefined) return failed("not_found");
      if (call.args.hash !== undefined && call.args.hash !== found.hash)
        return failed("hash_conflict");
      updateView(found, checked.value, workspace.clock.now());
      workspace.changed();
      return { ok: true, view: viewJson(workspace, found) };
    },
  },
};
