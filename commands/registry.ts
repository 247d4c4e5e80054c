import type { Command, Registry } from "../src/chat/command.ts";
import { approveAction, approveCommand } from "./approve.ts";
import { balance, balanceExport } from "./balance.ts";
import { canaryHandlers } from "./canary.ts";
import { candidatesAction, candidatesCommand } from "./candidates.ts";
import { check } from "./check.ts";
import { draft, draftFormHandler, editAction } from "./draft.ts";
import { droppedFile } from "./dropped-file.ts";
import { excludedActions, excludedCommand } from "./excluded.ts";
import { failureActions, failures } from "./failures.ts";
import { createHelp } from "./help.ts";
import { link } from "./link.ts";
import { list } from "./list.ts";
import { columnAction } from "./list-column.ts";
import { listForms } from "./list-forms.ts";
import { listActions, lists } from "./lists.ts";
import { members } from "./members.ts";
import { optout } from "./optout.ts";
import { optoutImportHandler } from "./optout-lists.ts";
import { cancel, pause, pauseActions, resume } from "./pause.ts";
import { rejectAction, rejectCommand, rejectFormHandler } from "./reject.ts";
import { requestAction } from "./request.ts";
import { resendActions } from "./resend.ts";
import { reviewActionHandlers, reviewFormHandler } from "./review.ts";
import { settings } from "./settings.ts";
import { welcome } from "./setup.ts";
import { show } from "./show.ts";
import { silenceCommand } from "./silence.ts";
import { splitAction, splitCommand, splitFormHandler } from "./split.ts";
import { testAction, testCommand } from "./test-send.ts";

/** Everything that can be said to qunfa, in the order in which help lists it. */
export function createRegistry(): Registry {
  const commands: readonly Command[] = [
    draft,
    check,
    splitCommand,
    testCommand,
    list,
    show,
    approveCommand,
    rejectCommand,
    pause,
    resume,
    cancel,
    excludedCommand,
    failures,
    balance,
    lists,
    optout,
    silenceCommand,
    candidatesCommand,
    members,
    link,
    settings,
  ];
  return {
    commands: [...commands, createHelp(commands)],
    actions: [
      editAction,
      requestAction,
      splitAction,
      testAction,
      columnAction,
      approveAction,
      rejectAction,
      ...pauseActions,
      ...canaryHandlers,
      ...excludedActions,
      ...failureActions,
      ...resendActions,
      ...reviewActionHandlers,
      candidatesAction,
      balanceExport,
      ...listActions,
    ],
    forms: [
      draftFormHandler,
      splitFormHandler,
      rejectFormHandler,
      reviewFormHandler,
      optoutImportHandler,
      ...listForms,
    ],
    file: droppedFile,
    welcome,
  };
}
