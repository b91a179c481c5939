import { CompletionTriggerKind } from 'vscode';
import { type Middleware, vsdiag } from 'vscode-languageclient';
import { isEnabled } from '../common/configuration.ts';
import { wantsCompletion } from './completion-gate.ts';

/** The only file whose findings the current refresh requests. */
let refreshedUri: string | undefined;

/** Runs a refresh of all files that requests only the findings of one: the others keep what they show. */
export function refreshFile(uri: string, refresh: () => void): void {
  refreshedUri = uri;
  try {
    refresh();
  } finally {
    refreshedUri = undefined;
  }
}

/** Skips requests whose answer is known: nothing to complete, or a feature that is turned off. */
export const middleware: Middleware = {
  provideCompletionItem: (document, position, context, token, next) => {
    const isAsked = context.triggerKind !== CompletionTriggerKind.TriggerCharacter;
    const sign = isAsked ? undefined : context.triggerCharacter;
    return wantsCompletion(document, position, sign) ? next(document, position, context, token) : [];
  },
  provideCodeLenses: (document, token, next) =>
    isEnabled('codeLens', document) ? next(document, token) : [],
  provideInlayHints: (document, range, token, next) =>
    isEnabled('inlayHints', document) ? next(document, range, token) : [],
  provideDiagnostics: (document, previousResultId, token, next) => {
    const uri = 'uri' in document ? document.uri : document;
    const isLeftOut = refreshedUri !== undefined && refreshedUri !== uri.toString();
    return isLeftOut && previousResultId !== undefined
      ? { kind: vsdiag.DocumentDiagnosticReportKind.unChanged, resultId: previousResultId }
      : next(document, previousResultId, token);
  },
};
