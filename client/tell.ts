import * as vscode from 'vscode';
import { filled, type Sentence } from '../contracts/words.ts';

/** What another part of the program has to say, in the language of the editor. */
export function tell(said: string | Sentence): string {
  return typeof said === 'string' ? said : filled(said, (text) => vscode.l10n.t(text));
}
