import { readFile } from "node:fs/promises";
import { join } from "node:path";
import Fastify from "fastify";
import { z } from "zod";
import { MEMBERS_FILE } from "./opening.ts";
import { CHANNEL, CHEN, GROUP, LIN, WANG, type World } from "./world.ts";

const FILES = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.css": ["page.css", "text/css"],
  "/page.js": ["page.js", "text/javascript"],
  "/slack.js": ["slack.js", "text/javascript"],
  "/telegram.js": ["telegram.js", "text/javascript"],
  "/dom.js": ["dom.js", "text/javascript"],
} as const;

/** What the page's person does. */
const slackAct = z.discriminatedUnion("do", [
  z.object({ do: z.literal("command"), line: z.string() }),
  z.object({ do: z.literal("press"), ts: z.string(), action: z.string() }),
  z.object({ do: z.literal("type"), field: z.string(), text: z.string() }),
  z.object({ do: z.literal("choose"), field: z.string(), option: z.string() }),
  z.object({ do: z.literal("pick"), field: z.string(), at: z.number() }),
  z.object({ do: z.literal("attach"), field: z.string(), name: z.string(), content: z.string() }),
  z.object({ do: z.literal("submit") }),
  z.object({ do: z.literal("close") }),
]);
const telegramAct = z.discriminatedUnion("do", [
  z.object({ do: z.literal("say"), text: z.string().min(1), replyTo: z.number().optional() }),
  z.object({ do: z.literal("press"), message: z.number(), data: z.string() }),
]);

/** The page that shows the emulated Slack and Telegram side by side. Everything on it goes through the emulators. */
export async function startPage(world: World, port: number) {
  const { slack, telegram } = world;
  const server = Fastify({ logger: false, forceCloseConnections: true });
  server.setErrorHandler((error: Error, _request, reply) =>
    reply.status(400).send({ error: error.message }),
  );
  for (const [path, [file, type]] of Object.entries(FILES)) {
    server.get(path, async (_request, reply) =>
      reply.type(type).send(await readFile(join(import.meta.dirname, "page", file), "utf8")),
    );
  }

  server.get("/state", async (request) => {
    const { person } = z.object({ person: z.enum([WANG, LIN]).default(LIN) }).parse(request.query);
    return {
      slack: slackState(world, person),
      telegram: telegramState(world),
      sample: MEMBERS_FILE,
    };
  });
  server.post("/slack", async (request) => {
    const { person } = z.object({ person: z.enum([WANG, LIN]) }).parse(request.query);
    return { said: await actInSlack(world, person, slackAct.parse(request.body)) };
  });
  server.post("/telegram", async (request) => {
    const act = telegramAct.parse(request.body);
    const chen = telegram.person(CHEN);
    const found = (id: number | undefined) =>
      telegram.messages(GROUP).find(({ message_id }) => message_id === id);
    if (act.do === "say") {
      chen.say(GROUP, act.text, found(act.replyTo));
      return { said: null };
    }
    const message = found(act.message);
    if (message === undefined) throw new Error("that message is gone");
    return { said: (await chen.press(message, act.data)) ?? null };
  });
  // Tells the page that something changed; it asks for the state then.
  server.get("/events", (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    let due = false;
    const tell = () => {
      if (due) return;
      due = true;
      setTimeout(() => {
        due = false;
        reply.raw.write("data: changed\n\n");
      }, 60);
    };
    const off = [slack.onChange(tell), telegram.onChange(tell)];
    request.raw.on("close", () => {
      for (const stop of off) stop();
    });
  });

  await server.listen({ host: "127.0.0.1", port });
  const [address] = server.addresses();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address.port : port}`,
    close: () => server.close(),
  };
}

function slackState({ slack }: World, id: string) {
  const person = slack.person(id);
  const name = (author: string) => (author === WANG ? "王姐" : author === LIN ? "小林" : "群发");
  const modal = person.modal();
  return {
    people: [
      { id: LIN, name: "小林", role: "起草人" },
      { id: WANG, name: "王姐", role: "管理员" },
    ],
    me: id,
    messages: person
      .sees(CHANNEL)
      .map(({ ts, author, text, blocks, files, ephemeralTo, editedAt }) => ({
        ts,
        author: name(author),
        app: author !== WANG && author !== LIN,
        text,
        blocks,
        files: files.map((file) => file.name),
        ephemeral: ephemeralTo !== undefined,
        edited: editedAt !== undefined,
      })),
    modal: modal && {
      id: modal.id,
      view: modal.view,
      entered: modal.entered,
      errors: modal.errors,
      failure: modal.failure,
    },
  };
}

function telegramState({ telegram }: World) {
  return {
    me: "老陈",
    messages: telegram
      .messages(GROUP)
      .filter(({ deleted }) => !deleted)
      .map(({ message_id, from, source, html, keyboard, document, edits }) => ({
        id: message_id,
        mine: from === CHEN,
        source,
        html,
        keyboard,
        document: document?.name,
        edited: edits > 0,
      })),
  };
}

async function actInSlack(
  { slack }: World,
  id: string,
  act: z.output<typeof slackAct>,
): Promise<unknown> {
  const person = slack.person(id);
  switch (act.do) {
    case "command":
      return person.command(CHANNEL, act.line);
    case "press": {
      const message = person.sees(CHANNEL).find(({ ts }) => ts === act.ts);
      if (message === undefined) throw new Error("that message is gone");
      return person.press(message, act.action);
    }
    case "type":
      return person.type(act.field, act.text);
    case "choose":
      return person.choose(act.field, act.option);
    case "pick":
      return person.pick(act.field, act.at);
    case "attach":
      return person.attach(act.field, {
        name: act.name,
        bytes: Buffer.from(act.content, "base64"),
      });
    case "submit":
      return person.submit();
    case "close":
      await person.closeModal();
      return null;
  }
}
