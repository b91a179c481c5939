import * as vscode from 'vscode';
import type { AccessList } from '../../contracts/vault-api/access.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { shorten } from '../common/place-lines.ts';
import { confirms } from './confirm.ts';
import type { PanelParts } from './panel-parts.ts';
import { grantsFor } from './secrets-list.ts';

/** The most changes that the vault accepts in one request. */
const mostSecrets = 500;
/** More lines would push the dialog's button out of view. */
const mostLines = 12;
/** Requests at the same time. */
const together = 20;

/**
 * Grants secrets to the agents that the user chooses, after a confirmation. Sends a single request, so either
 * all changes are made or none, even if someone else has changed one of the lists since.
 * @throws VaultError
 */
export async function grantMany(
  parts: PanelParts,
  names: readonly string[],
  agents: readonly PanelAgent[],
): Promise<void> {
  if (names.length > mostSecrets) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Select at most {0} secrets to grant them together.', mostSecrets),
    );
    return;
  }
  const chosen = await chooseAgents(names, agents);
  if (chosen.length === 0) return;
  const lists = await listsOf(parts, names);
  const { changes } = grantsFor(
    lists,
    chosen.map(({ agentId }) => agentId),
  );
  if (changes.length === 0) return say(vscode.l10n.t('The agents can already read these secrets.'));
  const question = vscode.l10n.t(
    'Grant {0} secrets to {1}?',
    changes.length,
    chosen.map(({ agentName }) => agentName).join(', '),
  );
  const lines = shorten(
    changes.map(({ name }) => `• ${name}`),
    mostLines,
    (count) => vscode.l10n.t('and {0} more', count),
  );
  if (!(await confirms(question, vscode.l10n.t('Grant'), lines.join('\n')))) return;
  await parts.vault.changeManyAccessLists(parts.accountId, { changes });
  parts.session.changed();
  say(vscode.l10n.t('$(check) Access to {0} secrets granted', changes.length));
}

async function chooseAgents(
  names: readonly string[],
  agents: readonly PanelAgent[],
): Promise<readonly PanelAgent[]> {
  const items = agents.map((agent) => ({ label: agent.agentName, description: agent.agentId, agent }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Grant {0} Secrets to Which Agents?', names.length),
    canPickMany: true,
    matchOnDescription: true,
  });
  return (chosen ?? []).map(({ agent }) => agent);
}

/** With the ETags from before the confirmation, so that only the confirmed change can be made. */
async function listsOf(
  { vault, accountId }: PanelParts,
  names: readonly string[],
): Promise<readonly AccessList[]> {
  const lists: AccessList[] = [];
  for (let start = 0; start < names.length; start += together) {
    const some = names.slice(start, start + together);
    lists.push(...(await Promise.all(some.map((name) => vault.access(accountId, name)))));
  }
  return lists;
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, 5000);
}
