import process from "node:process";
import { parseArgs } from "node:util";
import { z } from "zod";
import { systemClock } from "../../src/clock.ts";
import { carrierConfigSchema } from "./config.ts";
import { startCarrier } from "./server.ts";

// A carrier as a process of its own: its book stands when qunfa is killed. Its first line says where it listens.
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    seed: { type: "string" },
    config: { type: "string", default: "{}" },
  },
});

function readConfig() {
  const given: unknown = JSON.parse(values.config);
  const seed = values.seed === undefined ? {} : { seed: Number(values.seed) };
  return carrierConfigSchema.parse({ ...(given as object), ...seed });
}

try {
  const server = await startCarrier(readConfig(), systemClock, Number(values.port));
  process.stdout.write(`${JSON.stringify({ endpoint: server.endpoint })}\n`);
} catch (error) {
  const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  process.stderr.write(`--config must be JSON as adapters/simulator/config.ts has it: ${why}\n`);
  process.exitCode = 1;
}
