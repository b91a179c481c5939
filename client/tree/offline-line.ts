import * as vscode from 'vscode';
import { relativeAge } from '../../contracts/relative-age.ts';
import { isMomentAgo } from './list-view-state.ts';

/** Shown above rows that may be stale; `since` is ISO 8601. */
export function offlineLine(since: string): string {
  const now = new Date();
  if (isMomentAgo(since, now)) {
    return vscode.l10n.t('The vault is unreachable. Showing data from a moment ago.');
  }
  const age = relativeAge(since, now, vscode.env.language);
  return vscode.l10n.t('The vault is unreachable. Showing data from {0}.', age);
}
