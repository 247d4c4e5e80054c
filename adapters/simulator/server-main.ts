import process from "node:process";
import { parseArgs } from "node:util";
import { systemClock } from "../../src/clock.ts";
import { carrierConfigSchema } from "./config.ts";
import { startCarrier } from "./server.ts";

// A carrier as a process of its own: its book stands when qunfa is killed.
const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, config: { type: "string", default: "{}" } },
});
const config = carrierConfigSchema.parse(JSON.parse(values.config));
const server = await startCarrier(config, systemClock, Number(values.port));
process.stdout.write(`${JSON.stringify({ endpoint: server.endpoint })}\n`);
