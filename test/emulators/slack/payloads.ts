import { messageJson } from "./methods-chat.ts";
import { viewJson } from "./methods-views.ts";
import type { OpenView } from "./modal.ts";
import type { EmulatedChannel, EmulatedMessage, EmulatedPerson, Workspace } from "./workspace.ts";

/** The bodies Slack sends an app, field for field as recorded from the real one. */

type Payload = Record<string, unknown>;

const VERIFICATION_TOKEN = "verification-token-is-legacy";

export function slashCommand(
  workspace: Workspace,
  origin: string,
  person: EmulatedPerson,
  channel: EmulatedChannel,
  command: string,
  text: string,
): Payload {
  return {
    token: VERIFICATION_TOKEN,
    team_id: workspace.teamId,
    team_domain: "emulated",
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: workspace.appId,
    is_enterprise_install: "false",
    response_url: `${origin}/response/${workspace.issueResponseUrl(channel.id, person.id)}`,
    trigger_id: workspace.issueTrigger(person.id),
  };
}

function interaction(workspace: Workspace, person: EmulatedPerson, type: string): Payload {
  return {
    type,
    user: { id: person.id, username: person.name, name: person.name, team_id: workspace.teamId },
    api_app_id: workspace.appId,
    token: VERIFICATION_TOKEN,
    trigger_id: workspace.issueTrigger(person.id),
    team: { id: workspace.teamId, domain: "emulated" },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** One pressed or changed element. `more` is what its kind adds: a button's text and value, an input's entry. */
function action(workspace: Workspace, blockId: string, more: Payload): Payload {
  return { block_id: blockId, action_ts: workspace.nextTs(), ...more };
}

export function messageAction(
  workspace: Workspace,
  origin: string,
  person: EmulatedPerson,
  channel: EmulatedChannel,
  message: EmulatedMessage,
  blockId: string,
  element: Payload,
): Payload {
  const url = workspace.issueResponseUrl(channel.id, person.id, message);
  return {
    ...interaction(workspace, person, "block_actions"),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.ephemeralTo !== undefined,
    },
    channel: { id: channel.id, name: channel.name },
    ...(message.ephemeralTo === undefined ? { message: messageJson(workspace, message) } : {}),
    state: { values: {} },
    response_url: `${origin}/response/${url}`,
    actions: [action(workspace, blockId, element)],
  };
}

export function viewAction(
  workspace: Workspace,
  person: EmulatedPerson,
  open: OpenView,
  blockId: string,
  element: Payload,
): Payload {
  return {
    ...interaction(workspace, person, "block_actions"),
    container: { type: "view", view_id: open.id },
    view: viewJson(workspace, open),
    actions: [action(workspace, blockId, element)],
  };
}

export function viewSubmission(
  workspace: Workspace,
  person: EmulatedPerson,
  open: OpenView,
): Payload {
  return {
    ...interaction(workspace, person, "view_submission"),
    view: viewJson(workspace, open),
    response_urls: [],
  };
}

export function viewClosed(
  workspace: Workspace,
  person: EmulatedPerson,
  open: OpenView,
  cleared: boolean,
): Payload {
  const { trigger_id: _, ...rest } = interaction(workspace, person, "view_closed");
  return { ...rest, view: viewJson(workspace, open), is_cleared: cleared };
}

export function event(workspace: Workspace, id: string, inner: Payload): Payload {
  return {
    token: VERIFICATION_TOKEN,
    team_id: workspace.teamId,
    api_app_id: workspace.appId,
    event: inner,
    type: "event_callback",
    event_id: id,
    event_time: Math.floor(workspace.clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.teamId,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}
