import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AccessChanges } from '../../contracts/vault-api/access.ts';
import type { App } from '../app/app.ts';
import { previewLines } from './access-preview.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { type SignedIn, signedInVault } from '../app/signed-in-account.ts';

export type AccessVerb = 'grant' | 'revoke';

/**
 * Grants secrets to the current agent or revokes them, after a confirmation that shows the effect. A single
 * call, so all changes are made or none, even if someone else changed one of the lists in the meantime.
 */
export async function changeAccessOfMany(
  app: App,
  verb: AccessVerb,
  names: readonly string[],
): Promise<void> {
  const signedIn = await signedInVault(app, 'access:write');
  const { agent } = app.currentAgent;
  if (!signedIn || !agent || names.length === 0) return;
  await withErrorMessage(app, async () => {
    const changes = await changesFor(signedIn, verb, names, agent);
    if (!(await confirmed(app, verb, names, agent))) return;
    await signedIn.vault.changeManyAccessLists(signedIn.accountId, changes);
    app.session.changed();
    vscode.window.setStatusBarMessage(doneMessage(verb, names.length, agent), 5000);
  });
}

/** With the ETags of the lists that the decision is based on. */
async function changesFor(
  { vault, accountId }: SignedIn,
  verb: AccessVerb,
  names: readonly string[],
  { agentId }: AgentProject,
): Promise<AccessChanges> {
  const lists = await Promise.all(names.map((name) => vault.access(accountId, name)));
  return { changes: lists.map(({ name, etag }) => ({ name, etag, [verb]: [agentId] })) };
}

async function confirmed(
  { view }: App,
  verb: AccessVerb,
  names: readonly string[],
  agent: AgentProject,
): Promise<boolean> {
  const uses = names.map((name) => ({ name, places: view.placesOf(name) }));
  const detail = [...previewLines(uses, agent, moreText), ...consequence(verb, uses)].join('\n');
  const button = verb === 'grant' ? vscode.l10n.t('Grant') : vscode.l10n.t('Revoke');
  const question = questionFor(verb, names.length, agent.agentName);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

function questionFor(verb: AccessVerb, count: number, agentName: string): string {
  if (verb === 'grant')
    return count === 1
      ? vscode.l10n.t('Grant {0} access to this secret?', agentName)
      : vscode.l10n.t('Grant {0} access to these {1} secrets?', agentName, count);
  return count === 1
    ? vscode.l10n.t('Revoke access to this secret from {0}?', agentName)
    : vscode.l10n.t('Revoke access to these {1} secrets from {0}?', agentName, count);
}

function consequence(verb: AccessVerb, uses: readonly { readonly places: readonly unknown[] }[]): string[] {
  const count = uses.reduce((sum, { places }) => sum + places.length, 0);
  if (verb === 'grant' || count === 0) return [];
  const sentence =
    count === 1
      ? vscode.l10n.t('1 place in this workspace will raise MissingAccess from its next run.')
      : vscode.l10n.t('{0} places in this workspace will raise MissingAccess from their next run.', count);
  return ['', sentence];
}

function doneMessage(verb: AccessVerb, count: number, { agentName }: AgentProject): string {
  return verb === 'grant'
    ? vscode.l10n.t('$(check) {0} can read {1} more', agentName, count)
    : vscode.l10n.t('$(check) {0} can read {1} fewer', agentName, count);
}

function moreText(count: number): string {
  return vscode.l10n.t('and {0} more', count);
}
