import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { failed, type Method, type Reply } from "./call.ts";
import type { Faults } from "./faults.ts";
import { respond } from "./methods-chat.ts";
import type { Workspace } from "./workspace.ts";

export interface Credentials {
  botToken: string;
  appToken: string;
  readonly scopes: Set<string>;
}

/** One Web API call as it came in, for tests that count them. */
export interface RecordedCall {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly token: string;
  readonly at: number;
  readonly error: string | undefined;
}

interface WebApiOptions {
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly credentials: Credentials;
  readonly methods: Readonly<Record<string, Method>>;
  readonly calls: RecordedCall[];
  readonly origin: () => string;
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
  return Buffer.concat(chunks);
}

/** Everything the fake answers over HTTP: methods, response_urls, uploads and downloads. */
export function webApi(options: WebApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, area, name] = new URL(request.url ?? "/", "http://localhost").pathname.split("/");
    const bytes = await body(request);
    if (area === "api") return answerMethod(options, name ?? "", request, response, bytes);
    if (area === "response") return answerResponseUrl(options, name ?? "", response, bytes);
    if (area === "upload") return upload(options.workspace, name ?? "", request, response, bytes);
    if (area === "files") return download(options, name ?? "", request, response);
    response.writeHead(404).end();
  };
}

function answerMethod(
  options: WebApiOptions,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
): void {
  const { faults, workspace } = options;
  const args = Object.fromEntries(new URLSearchParams(bytes.toString()));
  const token = bearer(request);
  const method = options.methods[name];
  const record = (error: string | undefined) => {
    options.calls.push({ method: name, args, token, at: workspace.clock.now(), error });
    workspace.changed();
  };

  const retryAfter = faults.takeLimit(name, method?.tier ?? 3, args.channel);
  if (retryAfter !== undefined) {
    record("ratelimited");
    response.writeHead(429, { "retry-after": String(retryAfter), "content-type": "text/plain" });
    response.end("");
    return;
  }
  const status = faults.takeStatus(name);
  if (status !== undefined) {
    record(String(status));
    response.writeHead(status).end("upstream error");
    return;
  }
  const reply =
    refusal(options.credentials, method, token) ??
    (faults.takeError(name) as Reply | undefined) ??
    run(options, method, args);
  record(reply.ok ? undefined : String(reply.error));
  if (faults.takeHold(name)) return;
  if (faults.takeDrop(name)) {
    request.socket.destroy();
    return;
  }
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "x-oauth-scopes": [...options.credentials.scopes].join(","),
  });
  response.end(JSON.stringify(reply));
}

const bearer = (request: IncomingMessage): string =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";

function refusal(
  credentials: Credentials,
  method: Method | undefined,
  token: string,
): Reply | undefined {
  if (token === "") return failed("not_authed");
  if (method === undefined) return undefined;
  const app = method.scope === "app";
  if (token !== (app ? credentials.appToken : credentials.botToken))
    return failed(
      token === credentials.botToken || token === credentials.appToken
        ? "not_allowed_token_type"
        : "invalid_auth",
    );
  if (!app && method.scope !== undefined && !credentials.scopes.has(method.scope))
    return {
      ...failed("missing_scope"),
      needed: method.scope,
      provided: [...credentials.scopes].join(","),
    };
  return undefined;
}

function run(
  options: WebApiOptions,
  method: Method | undefined,
  args: Readonly<Record<string, string>>,
): Reply {
  if (method === undefined) return failed("unknown_method");
  return method.run({ workspace: options.workspace, args, origin: options.origin() });
}

function answerResponseUrl(
  options: WebApiOptions,
  id: string,
  response: ServerResponse,
  bytes: Buffer,
): void {
  const status = options.faults.takeStatus("response_url");
  if (status !== undefined) {
    response.writeHead(status).end("");
    return;
  }
  const reply = respond(options.workspace, id, JSON.parse(bytes.toString()));
  const at = options.workspace.clock.now();
  const error = reply.ok ? undefined : String(reply.error);
  options.calls.push({ method: "response_url", args: {}, token: "", at, error });
  response.writeHead(reply.ok ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(reply));
}

async function upload(
  workspace: Workspace,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
): Promise<void> {
  const file = workspace.files.get(id);
  if (file === undefined) {
    response.writeHead(404).end("");
    return;
  }
  const form = await new Response(new Uint8Array(bytes), {
    headers: { "content-type": request.headers["content-type"] ?? "" },
  }).formData();
  const part = form.get("body");
  if (!(part instanceof Blob)) {
    response.writeHead(400).end("no file part named body");
    return;
  }
  file.bytes = new Uint8Array(await part.arrayBuffer());
  response.writeHead(200).end(`OK - ${file.bytes.byteLength}`);
}

/** Without a token that may read files Slack answers 200 with its sign-in page. */
function download(
  options: WebApiOptions,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { credentials } = options;
  const allowed = bearer(request) === credentials.botToken && credentials.scopes.has("files:read");
  const file = options.workspace.files.get(id);
  if (!allowed) {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end("<!DOCTYPE html><title>Slack</title>Sign in to see this file");
    return;
  }
  if (file === undefined) {
    response.writeHead(404).end("");
    return;
  }
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": String(file.bytes.byteLength),
  });
  response.end(file.bytes);
}
