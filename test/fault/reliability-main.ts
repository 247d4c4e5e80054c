import process from "node:process";
import { runSmppFaults } from "./smpp-faults.ts";

// `npm run reliability`: kills by the hundred, and the figures as a table. QUNFA_KILLS says how many.
const kills = Number(process.env.QUNFA_KILLS ?? 200);
const figures = await runSmppFaults(kills, (line) => process.stderr.write(`${line}\n`));

const rows: readonly (readonly [string, unknown])[] = [
  ["kills with SIGKILL", figures.kills],
  ["times the SMSC cut its connections", figures.cuts],
  ["minutes", (figures.seconds / 60).toFixed(1)],
  ["numbers to send to", figures.sendable],
  ["accepted by the SMSC", figures.accepted],
  ["of them before the last kill", figures.acceptedAmidKills],
  ["numbers accepted twice", figures.twice],
  ["numbers that a kill found being sent", figures.interrupted],
  [
    "numbers that never reached the SMSC (no result, not charged, not sent again)",
    figures.neverReached,
  ],
  ["receipts made by the SMSC", figures.receiptsMade],
  ["deliveries of them, repeated ones counted", figures.receiptsSent],
  ["receipts lost", figures.receiptsLost],
  ["receipts that found nobody", figures.receiptsWaiting],
  [
    "delivered, failed (of them without a result)",
    `${figures.delivered}, ${figures.failed} (${figures.noResult})`,
  ],
  ["numbers whose outcome is not the book's", figures.disagreeing],
  ["breaches of SMPP 3.4", figures.violations],
  ["segments charged / delivered", `${figures.charged} / ${figures.segmentsDelivered}`],
];
process.stdout.write(
  `| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join("\n")}\n`,
);

const held =
  figures.settled &&
  figures.quotaBalanced &&
  figures.twice + figures.receiptsLost + figures.disagreeing + figures.violations === 0 &&
  figures.charged === figures.segmentsDelivered;
process.exitCode = held ? 0 : 1;
