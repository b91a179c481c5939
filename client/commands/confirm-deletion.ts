import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import { shorten } from './access-preview.ts';

const mostPlaces = 10;

/** Asks for confirmation before a deletion, listing the places in this workspace that will fail. */
export async function confirmDeletion(
  question: string,
  places: readonly Place[],
  consequence: string,
): Promise<boolean> {
  const labels = places.map(({ uri, range }) => {
    const path = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
    return `• ${path}:${range.start.line + 1}`;
  });
  const shown = shorten(labels, mostPlaces, (count) => vscode.l10n.t('and {0} more', count));
  const uses =
    places.length === 0
      ? [vscode.l10n.t('Nothing in this workspace reads it.')]
      : [vscode.l10n.t('This workspace reads it here:'), ...shown];
  const detail = [...uses, '', consequence].join('\n');
  const button = vscode.l10n.t('Delete');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}
