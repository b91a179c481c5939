import * as vscode from 'vscode';
import { ruleIds } from '../../contracts/rule-ids.ts';
import type { App } from '../app/app.ts';

/** Opens the page of a rule from the package, so that no network is needed. */
export async function openRulePage({ extensionUri }: App, argument?: unknown): Promise<void> {
  const rule = ruleIds.find((id) => id === argument) ?? (await pickRule());
  if (rule === undefined) return;
  const page = vscode.Uri.joinPath(extensionUri, 'docs', 'rules', `${rule}.md`);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The editor's Markdown extension is turned off.
    await vscode.window.showTextDocument(page);
  }
}

function pickRule(): Thenable<string | undefined> {
  return vscode.window.showQuickPick([...ruleIds], { title: vscode.l10n.t('Open the Page of Which Rule?') });
}
