import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { accessDone, accessQuestion } from '../panels/access-questions.ts';
import { confirms } from '../panels/confirm.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { previewLines } from '../common/access-preview.ts';
import { missingAccessLines } from '../common/place-lines.ts';
import { translate } from '../common/translate.ts';
import { placeLabel } from '../tree/attention.ts';
import { showAccess } from './panel-commands.ts';
import type { AccessVerb } from '../panels/secrets-list.ts';
import { nameIn, namesIn, pickSecret, secretOfAgentIn } from './subject.ts';
import { accessTo, type SignedIn } from '../session/session-state.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AccessChanges } from '../../contracts/vault-api/access.ts';

/**
 * Grants the current agent access to secrets or revokes it, after a confirmation that shows the effect. Sends
 * a single request, so either all changes are made or none, even if someone else has changed one of the lists
 * since.
 */
async function changeAccessOfMany(app: App, verb: AccessVerb, names: readonly string[]): Promise<void> {
  const signedIn = await signedInVault(app, 'access:write');
  const { agent } = app.currentAgent;
  if (!signedIn || !agent || names.length === 0) return;
  await withErrorMessage(app, async () => {
    const changes = await changesFor(signedIn, verb, names, agent);
    if (!(await confirmed(app, verb, names, agent))) return;
    await signedIn.vault.changeManyAccessLists(signedIn.accountId, changes);
    app.session.changed();
    vscode.window.setStatusBarMessage(accessDone(verb, agent.agentName), 5000);
  });
}

/** Each change includes the ETag of the list on which the decision is based. */
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
  const lines = previewLines(uses, (place) => placeLabel(place, agent), translate);
  const failing = verb === 'revoke' ? missingAccessLines(uses, translate) : [];
  const detail = [...lines, ...failing].join('\n');
  const { question, button } = accessQuestion(verb, names.length, agent.agentName);
  return confirms(question, button, detail);
}

/**
 * Opens the access list with the agent selected; nothing is granted until the user saves. If several secrets
 * are selected, they are granted together after a confirmation.
 */
export async function grantToAgent(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const agentId = secretOfAgentIn(argument)?.agentId ?? app.currentAgent.agent?.agentId;
  const names = await grantable(app, namesIn(argument, selected), agentId);
  if (names.length > 1) return changeAccessOfMany(app, 'grant', names);
  const title = vscode.l10n.t('Grant Which Secret to This Agent?');
  const name =
    names[0] ?? nameIn(argument) ?? (await pickSecret(app, title, ({ access }) => access === 'missing'));
  if (name !== undefined) await showAccess(app, name, agentId === undefined ? [] : [agentId]);
}

/**
 * The selected secrets that can be granted. A secret that does not exist is excluded because the entire
 * request would fail.
 */
async function grantable(
  { session }: App,
  names: readonly string[],
  agentId: string | undefined,
): Promise<readonly string[]> {
  if (agentId === undefined || names.length < 2) return names;
  const catalog = await session.catalog(agentId);
  return names.filter((name) => ['missing', undefined].includes(accessTo(name, catalog)));
}

/** Revokes the current agent's access to the selected secrets, after showing what would break. */
export async function revokeFromAgent(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const given = namesIn(argument, selected);
  const title = vscode.l10n.t('Revoke Which Secret From This Agent?');
  const picked = given.length > 0 ? undefined : await pickSecret(app, title, isGranted);
  await changeAccessOfMany(app, 'revoke', picked === undefined ? given : [picked]);
}

function isGranted({ access }: { readonly access: string }): boolean {
  return access === 'granted';
}
