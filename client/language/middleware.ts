import { CompletionTriggerKind } from 'vscode';
import { type Middleware, vsdiag } from 'vscode-languageclient';
import { isEnabled } from '../common/configuration.ts';
import { wantsCompletion } from './completion-gate.ts';
import { linkToPackage } from './rule-links.ts';

/** The only file whose findings are requested during the current refresh. */
let refreshedUri: string | undefined;

/** Refreshes all files, but requests the findings of only one; the others keep their current findings. */
export function refreshFile(uri: string, refresh: () => void): void {
  refreshedUri = uri;
  try {
    refresh();
  } finally {
    refreshedUri = undefined;
  }
}

/**
 * Skips requests whose response is already known, because nothing can be completed or the feature is turned
 * off.
 */
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
  provideDiagnostics: async (document, previousResultId, token, next) => {
    const uri = 'uri' in document ? document.uri : document;
    const isLeftOut = refreshedUri !== undefined && refreshedUri !== uri.toString();
    if (isLeftOut && previousResultId !== undefined)
      return { kind: vsdiag.DocumentDiagnosticReportKind.unChanged, resultId: previousResultId };
    const report = await next(document, previousResultId, token);
    if (report?.kind === vsdiag.DocumentDiagnosticReportKind.full)
      for (const diagnostic of report.items) linkToPackage(diagnostic);
    return report;
  },
};
