import * as vscode from 'vscode';
import { translateWith } from '../../contracts/words.ts';

/** Messages of other parts of the program, in the editor's language. */
export const translate = translateWith((text) => vscode.l10n.t(text));
