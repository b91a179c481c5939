import * as vscode from 'vscode';
import { isRevision } from '../../contracts/changes.ts';
import type { App } from '../app/app.ts';
import { showAccessChanges } from '../panels/access-changes-panel.ts';

/** Opens the panel with everything that the branch changes about access. */
export function reviewAccessChanges(app: App): void {
  if (app.review.folder === undefined) return noReview();
  showAccessChanges(app);
}

/** Prompts for the branch to compare with; the choice is stored for the workspace. */
export async function chooseChangesBase({ review }: App): Promise<void> {
  if (review.folder === undefined) return noReview();
  const ofSetting = vscode.l10n.t('Default Branch');
  const items: vscode.QuickPickItem[] = [
    { label: ofSetting, description: vscode.l10n.t('or the branch in your settings') },
    ...review.branches.filter(isRevision).map((label) => ({ label })),
  ];
  const title = vscode.l10n.t('Compare Changes With Which Branch?');
  const picked = await vscode.window.showQuickPick(items, { title });
  if (picked) await review.choose(picked === items[0] ? '' : picked.label);
}

function noReview(): void {
  const sentence = vscode.l10n.t(
    'Open a trusted local folder that is a Git repository to review its changes.',
  );
  void vscode.window.showInformationMessage(sentence);
}
