import * as vscode from 'vscode';
import { translateWith } from '../../contracts/words.ts';

/** Translates messages from other parts of the program into the editor's language. */
export const translate = translateWith((text) => vscode.l10n.t(text));
