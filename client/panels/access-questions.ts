import * as vscode from 'vscode';
import type { AccessVerb } from './secrets-list.ts';

/** What the user confirms before access to one or several secrets changes. */
export function accessQuestion(
  verb: AccessVerb,
  count: number,
  agentNames: string,
): { readonly question: string; readonly button: string } {
  return verb === 'grant'
    ? { question: grantQuestion(count, agentNames), button: vscode.l10n.t('Grant') }
    : { question: revokeQuestion(count, agentNames), button: vscode.l10n.t('Revoke') };
}

export function accessDone(verb: AccessVerb, agentNames: string): string {
  return verb === 'grant'
    ? vscode.l10n.t('$(check) Access granted to {0}', agentNames)
    : vscode.l10n.t('$(check) Access revoked from {0}', agentNames);
}

function grantQuestion(count: number, agentNames: string): string {
  return count === 1
    ? vscode.l10n.t('Grant {0} access to this secret?', agentNames)
    : vscode.l10n.t('Grant {0} access to these {1} secrets?', agentNames, count);
}

function revokeQuestion(count: number, agentNames: string): string {
  return count === 1
    ? vscode.l10n.t('Revoke access to this secret from {0}?', agentNames)
    : vscode.l10n.t('Revoke access to these {1} secrets from {0}?', agentNames, count);
}
