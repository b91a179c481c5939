import * as vscode from 'vscode';
import type { LiteralProblem, Place } from '../../contracts/lsp-messages.ts';
import type { App } from '../app/app.ts';
import { placesIn } from './explain.ts';
import { HeldLiteral } from '../language/held-literal.ts';

/** The literal of a finding, or at the selection. Any extension can run a command with any argument. */
export function literalPlace(argument: unknown): Place | undefined {
  if (typeof argument !== 'object' || argument === null || !('literal' in argument)) return selectedPlace();
  const { literal } = argument;
  if (typeof literal !== 'object' || literal === null) return undefined;
  if (!('uri' in literal) || !('range' in literal)) return undefined;
  return placesIn({ uri: literal.uri, ranges: [literal.range] })[0];
}

/** The literal at the cursor; shows a message if none there can be moved. */
export async function readLiteral({ languageClient }: App, place: Place): Promise<HeldLiteral | undefined> {
  const literal = await HeldLiteral.at(place, languageClient);
  if (typeof literal !== 'string') return literal;
  void vscode.window.showWarningMessage(problemText(literal));
  return undefined;
}

function selectedPlace(): Place | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { start, end } = editor.selection;
  return { uri: editor.document.uri.toString(), range: { start, end } };
}

function problemText(problem: LiteralProblem): string {
  switch (problem) {
    case 'no-literal':
      return vscode.l10n.t('Put the cursor in the string that you want to move to the vault.');
    case 'not-plain':
      return vscode.l10n.t(
        'Only a plain string literal can be moved: no escapes, no regular expression, and the whole string where several literals are joined.',
      );
    case 'select-part':
      return vscode.l10n.t('Select the part of this string that is the credential.');
  }
}
