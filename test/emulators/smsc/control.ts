import { createServer, type IncomingMessage, type Server } from "node:http";
import { z } from "zod";
import { smscConfigSchema } from "./config.ts";
import type { Smsc } from "./smsc.ts";

const replyRequest = z.object({ from: z.string(), to: z.string(), text: z.string() });

/**
 * What tests ask of an SMSC in another process: `GET /book`, `POST /reply` {from, to, text}, `POST /cut`,
 * `POST /config` with what is to change.
 */
export function createControl(smsc: Smsc): Server {
  return createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    try {
      switch (`${request.method} ${request.url}`) {
        case "GET /book":
          return answer(200, smsc.book.page());
        case "POST /reply": {
          const { from, to, text } = replyRequest.parse(await json(request));
          return answer(200, { statuses: await smsc.reply(from, to, text) });
        }
        case "POST /cut":
          smsc.cut();
          return answer(200, {});
        case "POST /config": {
          const change = z.record(z.string(), z.unknown()).parse(await json(request));
          smsc.config = smscConfigSchema.parse({ ...smsc.config, ...change });
          return answer(200, smsc.config);
        }
        default:
          return answer(404, { error: "GET /book, POST /reply, POST /cut, POST /config" });
      }
    } catch (error) {
      return answer(400, { error: error instanceof Error ? error.message : "no" });
    }
  });
}

async function json(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
