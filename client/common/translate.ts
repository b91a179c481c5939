import * as vscode from 'vscode';
import { filled, type Sentence } from '../../contracts/words.ts';

/** A message of another part of the program, in the editor's language. */
export function translate(said: string | Sentence): string {
  return typeof said === 'string' ? said : filled(said, (text) => vscode.l10n.t(text));
}
