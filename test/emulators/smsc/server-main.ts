import { once } from "node:events";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { parseArgs } from "node:util";
import { z } from "zod";
import { smscConfigSchema } from "./config.ts";
import { createControl } from "./control.ts";
import { startSmsc } from "./smsc.ts";

// An SMSC as a process of its own: its book stands when qunfa is killed. Its first line says where it listens.
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    config: { type: "string", default: "{}" },
    /** Where the book is written as well, an entry a line. */
    book: { type: "string" },
  },
});

try {
  const config = smscConfigSchema.parse(JSON.parse(values.config));
  const smsc = await startSmsc(config, { port: Number(values.port), book: values.book });
  const control = createControl(smsc).listen(0, "127.0.0.1");
  await once(control, "listening");
  const { port } = control.address() as AddressInfo;
  const said = { port: smsc.port, control: `http://127.0.0.1:${port}` };
  process.stdout.write(`${JSON.stringify(said)}\n`);
} catch (error) {
  const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  process.stderr.write(`--config must be JSON as test/emulators/smsc/config.ts has it: ${why}\n`);
  process.exitCode = 1;
}
