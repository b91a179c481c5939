import { CompletionTriggerKind } from 'vscode';
import type { Middleware } from 'vscode-languageclient';
import { isEnabled } from '../configuration.ts';
import { wantsCompletion } from './completion-gate.ts';

/** Keeps questions from the server whose answer is known: nothing to complete, nobody wants to see it. */
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
};
