import type { IncomingMessage } from "node:http";
import type { Params } from "./methods.ts";

/** Reads a method's parameters: JSON, or multipart where a file comes along. */
export async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return readForm(body, type);
  return body.length === 0 ? {} : (JSON.parse(body.toString("utf8")) as Params);
}

async function readForm(body: Buffer, type: string): Promise<Params> {
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": type },
  }).formData();
  const params: Record<string, unknown> = {};
  for (const [name, value] of form) {
    params[name] =
      typeof value === "string"
        ? value
        : { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) };
  }
  // A field `attach://x` stands for the part named x.
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "string" && value.startsWith("attach://"))
      params[name] = params[value.slice("attach://".length)];
  }
  return params;
}
