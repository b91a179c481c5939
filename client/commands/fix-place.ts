import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { toRange } from '../common/show-places.ts';
import type { AttentionNode, PlaceNode, ProblemsNode } from '../tree/attention.ts';

/** How long to wait until the opened file shows its findings, in milliseconds. */
const patience = 5_000;
/** How long no finding arrives once a file has been analyzed, in milliseconds. */
const calmMs = 300;

/** Opens the place of a row that needs attention, and lists the quick fixes there, such as grant or ignore. */
export async function fixPlace(_: App, argument?: unknown): Promise<void> {
  const place = placeOf(argument);
  if (!place) return;
  const uri = vscode.Uri.parse(place.at.uri);
  const { start } = toRange(place.at.range);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(start, start) });
  await untilReported(uri, start);
  await vscode.commands.executeCommand('editor.action.quickFix');
}

/** The first place of a row, or the place itself. Rows are the only arguments of this command. */
function placeOf(argument: unknown): PlaceNode | undefined {
  if (!isRow(argument)) return undefined;
  return argument.type === 'place' ? argument : argument.places[0];
}

function isRow(argument: unknown): argument is AttentionNode | ProblemsNode | PlaceNode {
  if (typeof argument !== 'object' || argument === null || !('type' in argument)) return false;
  return argument.type === 'place' || argument.type === 'attention' || argument.type === 'problems';
}

/**
 * A file that was just opened has no findings yet, and fixes belong to findings. A finding that arrives while the
 * editor collects fixes would make it discard them, so this waits until no more arrive.
 */
async function untilReported(uri: vscode.Uri, at: vscode.Position): Promise<void> {
  const isReported = (): boolean =>
    vscode.languages.getDiagnostics(uri).some(({ range }) => range.contains(at));
  await new Promise<void>((resolve) => {
    const end = (): void => {
      for (const timer of [calm, limit]) clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const settle = (): void => {
      clearTimeout(calm);
      if (isReported()) calm = setTimeout(end, calmMs);
    };
    let calm: NodeJS.Timeout | undefined;
    const limit = setTimeout(end, patience);
    const subscription = vscode.languages.onDidChangeDiagnostics(settle);
    settle();
  });
}
