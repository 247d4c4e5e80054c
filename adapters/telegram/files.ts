import type { Api } from "grammy";
import { request } from "undici";
import { ChatError } from "../../src/chat/chat.ts";
import type { StoredFile } from "../../src/chat/dialog.ts";
import type { IncomingFile } from "../../src/chat/form.ts";
import { toChatError } from "./errors.ts";

/** Makes a stored file one that can be opened: Telegram gives its path anew each time, good for an hour. */
export function fileOpener(
  api: Api,
  root: string,
  token: string,
): (file: StoredFile) => IncomingFile {
  return ({ name, size, handle }) => ({
    name,
    size,
    open: async function* () {
      let path: string | undefined;
      try {
        path = (await api.getFile(handle)).file_path;
      } catch (error) {
        throw toChatError(error);
      }
      const response = await request(`${root}/file/bot${token}/${path}`, {
        headersTimeout: 10_000,
      });
      if (response.statusCode !== 200) {
        await response.body.dump();
        throw new ChatError(
          "unavailable",
          `Telegram did not give the file (HTTP ${response.statusCode})`,
          { certain: true },
        );
      }
      for await (const chunk of response.body) yield chunk as Uint8Array;
    },
  });
}
