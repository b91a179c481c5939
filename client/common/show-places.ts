import * as vscode from 'vscode';
import type { Place, Range } from '../../contracts/lsp-messages.ts';

/** Opens the first location, and lists the others in a peek view there. */
export async function showPlaces([first, ...others]: readonly Place[]): Promise<void> {
  if (!first) return;
  const { uri, range } = toLocation(first);
  const editor = await vscode.window.showTextDocument(uri, { selection: range });
  if (others.length === 0) return;
  await vscode.commands.executeCommand(
    'editor.action.goToLocations',
    editor.document.uri,
    range.start,
    [first, ...others].map(toLocation),
    'peek',
  );
}

function toLocation({ uri, range }: Place): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(uri), toRange(range));
}

/** Converts a language server range to an editor range. */
export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
