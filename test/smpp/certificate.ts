import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Of an SMSC called smsc.example: signed by itself, made for these tests, good until 2126. */
export const CERTIFICATE_FILE = join(import.meta.dirname, "tls/smsc-certificate.pem");
export const CERTIFICATE = readFileSync(CERTIFICATE_FILE, "utf8");
export const KEY = readFileSync(join(import.meta.dirname, "tls/smsc-key.pem"), "utf8");
