import * as vscode from 'vscode';
import type { ListedSecret } from '../../contracts/secrets-messages.ts';
import type { AccessList } from '../../contracts/vault-api/access.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { previewLines } from '../common/access-preview.ts';
import { missingAccessLines } from '../common/place-lines.ts';
import { translate } from '../common/translate.ts';
import { accessDone, accessQuestion } from './access-questions.ts';
import { confirms } from './confirm.ts';
import { placeLabel, usesOfWorkspace } from './evidence.ts';
import type { PanelParts } from './panel-parts.ts';
import { accessChangesFor, agentsToChange, type AccessVerb, usesThatFail } from './secrets-list.ts';

/** The most changes that the vault accepts in one request. */
const mostSecrets = 500;
/** Requests at the same time. */
const together = 20;

interface Selection {
  readonly secrets: readonly ListedSecret[];
  /** All agents of the account. */
  readonly agents: readonly PanelAgent[];
}

/**
 * Grants secrets to the agents that the user chooses, or revokes them, after a confirmation that shows the code
 * that will fail. Sends a single request, so either all changes are made or none, even if someone else has
 * changed one of the lists since.
 * @throws VaultError
 */
export async function changeAccessOfMany(
  parts: PanelParts,
  verb: AccessVerb,
  { secrets, agents }: Selection,
): Promise<void> {
  if (secrets.length > mostSecrets) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Select at most {0} secrets to change access to them together.', mostSecrets),
    );
    return;
  }
  const candidates = agentsToChange(verb, secrets, agents);
  if (candidates.length === 0) return say(nothingText(verb));
  const chosen = await chooseAgents(verb, candidates);
  if (chosen.length === 0) return;
  const lists = await listsOf(parts, secrets);
  const { changes } = accessChangesFor(
    verb,
    lists,
    chosen.map(({ agentId }) => agentId),
  );
  if (changes.length === 0) return say(nothingText(verb));
  const names = chosen.map(({ agentName }) => agentName).join(', ');
  const uses = usesThatFail(changes, verb === 'revoke' ? await usesOfWorkspace(parts) : []);
  const lines = [...previewLines(uses, placeLabel, translate), ...missingAccessLines(uses, translate)];
  const { question, button } = accessQuestion(verb, changes.length, names);
  if (!(await confirms(question, button, lines.join('\n')))) return;
  await parts.vault.changeManyAccessLists(parts.accountId, { changes });
  parts.session.changed();
  say(accessDone(verb, names));
}

function nothingText(verb: AccessVerb): string {
  return verb === 'grant'
    ? vscode.l10n.t('The agents can already read these secrets.')
    : vscode.l10n.t('No agent can read these secrets.');
}

async function chooseAgents(verb: AccessVerb, agents: readonly PanelAgent[]): Promise<readonly PanelAgent[]> {
  const items = agents.map((agent) => ({ label: agent.agentName, description: agent.agentId, agent }));
  const chosen = await vscode.window.showQuickPick(items, {
    title:
      verb === 'grant'
        ? vscode.l10n.t('Grant Access to Which Agents?')
        : vscode.l10n.t('Revoke Access From Which Agents?'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return (chosen ?? []).map(({ agent }) => agent);
}

/** With the ETags from before the confirmation, so that only the confirmed change can be made. */
async function listsOf(
  { vault, accountId }: PanelParts,
  secrets: readonly ListedSecret[],
): Promise<readonly AccessList[]> {
  const lists: AccessList[] = [];
  for (let start = 0; start < secrets.length; start += together) {
    const some = secrets.slice(start, start + together);
    lists.push(...(await Promise.all(some.map(({ name }) => vault.access(accountId, name)))));
  }
  return lists;
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, 5000);
}
