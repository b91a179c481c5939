import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import { nameIn } from './subject.ts';

/** Offers what a user can do with a row of the Secrets view without the right to see the page of the secret. */
export async function chooseForSecret(row: Readonly<Record<string, unknown>>): Promise<void> {
  const forGranted = [
    { label: vscode.l10n.t('Insert Snippet'), command: commandIds.insertSnippet },
    { label: vscode.l10n.t('Copy Snippet'), command: commandIds.copySnippet },
  ];
  const forOthers = [{ label: vscode.l10n.t('Request Access…'), command: commandIds.requestAccess }];
  const items = [
    ...(row['granted'] === true ? forGranted : []),
    ...(row['granted'] === false ? forOthers : []),
    { label: vscode.l10n.t('Copy Name'), command: commandIds.copyName },
  ];
  const title = vscode.l10n.t('Secret: {0}', nameIn(row) ?? '');
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen) await vscode.commands.executeCommand(chosen.command, row);
}
