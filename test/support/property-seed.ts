import process from "node:process";
import fc from "fast-check";

// In CI a commit gets one answer: its properties are tried on the same values each time. Everywhere else on new ones.
if (process.env.CI !== undefined) fc.configureGlobal({ seed: 20_261_123 });
