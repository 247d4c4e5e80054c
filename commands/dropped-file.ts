import { EmptyAudienceError, saveAudience } from "../src/audience/audience.ts";
import { AudienceFileError, fileRows } from "../src/audience/rows.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { FileHandler } from "../src/chat/command.ts";
import { importProgress } from "../src/chat/import-progress.ts";
import { audienceFileText } from "../src/locale/audience-intake.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { regionOf } from "./draft-values.ts";

/** A file dropped in a chat becomes a saved audience to choose in the draft form. */
export const droppedFile: FileHandler = async (context, file) => {
  const { core, merchant, locale } = context;
  const n = (value: number) => formatNumber(locale, value);
  try {
    const rows = fileRows(file, regionOf(merchant), {
      onProgress: importProgress(context, file.name),
    });
    const audience = await saveAudience(core, merchant._id, file.name, rows, true);
    const text = commandText[locale].file.asAudience(
      file.name,
      n(audience.rows),
      n(audience.valid),
    );
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
