import type { Profiles } from "../profile.ts";
import type { Span } from "../reading/spans.ts";
import { checkCharacters, type MarkTable } from "./characters.ts";
import { checkContacts } from "./contacts.ts";
import { checkCost } from "./cost.ts";
import type { FormHit } from "./form-rule.ts";
import { checkFrame } from "./frame.ts";

/** What checks of form look at. */
export interface FormQuestion {
  readonly text: string;
  readonly spans: readonly Span[];
  /** Profiles asked about. */
  readonly profiles: readonly string[];
  readonly settings: Profiles;
  readonly marks: MarkTable;
}

/** All that is to say of a text's form: its frame (signature, opt-out, length), its characters, its contacts, its cost. */
export function checkForm(question: FormQuestion): FormHit[] {
  return [
    ...checkFrame(question),
    ...checkCharacters(question),
    ...checkContacts(question),
    ...checkCost(question),
  ];
}
