import * as vscode from 'vscode';
import type { Done } from './one-by-one.ts';

/** Shows a result: in the status bar, or as an error message if a part failed. */
export function showDone({ failures }: Done, text: string): void {
  if (failures.length > 0) void vscode.window.showErrorMessage(text);
  else vscode.window.setStatusBarMessage(text, 5000);
}
