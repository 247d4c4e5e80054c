import { AudienceFileError } from "./file-error.ts";

/** The name, within an OLE file, of an .xlsx that has a password. */
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");

/** Says which of the two an OLE file is: an .xlsx with a password, or an old .xls. Always throws `AudienceFileError`. */
export async function refuseOle(bytes: AsyncIterable<Uint8Array>): Promise<never> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    const joined = Buffer.concat([tail, piece]);
    if (joined.includes(ENCRYPTED)) throw new AudienceFileError({ code: "encrypted" });
    tail = joined.subarray(-ENCRYPTED.length);
  }
  throw new AudienceFileError({ code: "old_excel" });
}
