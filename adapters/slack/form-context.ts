import { z } from "zod";
import { LOCALES } from "../../src/locale/locale.ts";
import { SLACK_LIMITS } from "./limits.ts";
import { within } from "./render-error.ts";

const context = z.object({
  form: z.string(),
  ref: z.string(),
  locale: z.enum(LOCALES),
  /** Where the form was asked for: answers to it go there. */
  channel: z.string(),
});

/** What a modal carries in `private_metadata`, because its events say nothing of where it came from. */
export type FormContext = z.infer<typeof context>;

export function writeContext(value: FormContext): string {
  return within(JSON.stringify(value), SLACK_LIMITS.privateMetadata, "the form's reference");
}

/** Throws a ZodError on what is not ours. */
export function readContext(metadata: string): FormContext {
  return context.parse(JSON.parse(metadata));
}
