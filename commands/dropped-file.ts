import { EmptyAudienceError } from "../src/audience/audience.ts";
import { AudienceFileError, fileRows } from "../src/audience/rows.ts";
import { saveRowsUnderFreeName } from "../src/audience/save-lists.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { FileHandler } from "../src/chat/command.ts";
import { importProgress } from "../src/chat/import-progress.ts";
import { audienceFileText } from "../src/locale/audience-intake.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { regionOf } from "./draft-values.ts";

/** A file dropped in a chat becomes a list of its name, or of the next free one, to choose in the draft form. */
export const droppedFile: FileHandler = async (context, file) => {
  const { core, merchant, actor, locale } = context;
  const n = (value: number) => formatNumber(locale, value);
  try {
    const onProgress = importProgress(context, file.name);
    const rows = fileRows(file, regionOf(merchant), { onProgress });
    const { list } = await saveRowsUnderFreeName(core, merchant._id, actor, file.name, rows);
    const text = commandText[locale].file.asAudience(list.name, n(list.rows), n(list.valid));
    return notice("success", text);
  } catch (error) {
    if (error instanceof EmptyAudienceError) {
      return notice("warning", commandText[locale].fault.noValid(n(error.rows)));
    }
    if (error instanceof AudienceFileError)
      return notice("warning", audienceFileText(error, locale));
    throw error;
  }
};
