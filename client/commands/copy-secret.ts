import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { freeNameLike } from './free-name.ts';
import { openAccess, openCreate } from './panel-commands.ts';
import { nameIn, pickSecret } from './subject.ts';

/** Opens the form for a new secret like an existing one: the same kind, fields and description, without values. */
export async function duplicateSecret(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'secrets:write');
  if (!signedIn) return;
  const original = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Duplicate Which Secret?')));
  if (original === undefined) return;
  await withErrorMessage(app, async () => {
    const { vault, accountId } = signedIn;
    const [{ fields, description, agentIds }, all] = await Promise.all([
      vault.secret(accountId, original),
      vault.secrets(accountId, { includeDeleted: true }),
    ]);
    const chosen = app.session.may('access:write') ? await chooseAgents(original, agentIds) : [];
    if (chosen === undefined) return;
    const name = freeNameLike(
      original,
      all.map((secret) => secret.name),
    );
    await openCreate(app, { name, description, fields, agentIds: chosen });
  });
}

/** A new value is rarely meant for exactly the same agents, so the user decides. `undefined` if the user cancels. */
async function chooseAgents(
  original: string,
  agentIds: readonly string[],
): Promise<readonly string[] | undefined> {
  if (agentIds.length === 0) return [];
  const same =
    agentIds.length === 1
      ? vscode.l10n.t('The agent that can read "{0}"', original)
      : vscode.l10n.t('The {0} agents that can read "{1}"', agentIds.length, original);
  const items = [
    { label: vscode.l10n.t('No agents yet'), agentIds: [] },
    { label: same, agentIds },
  ];
  const title = vscode.l10n.t('Which Agents Can Read the New Secret?');
  return (await vscode.window.showQuickPick(items, { title }))?.agentIds;
}

/** Adds the agents that can read another secret to the access list of this one, unsaved. */
export async function copyAccess(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'access:write');
  if (!signedIn) return;
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Edit Access to Which Secret?')));
  if (name === undefined) return;
  const title = vscode.l10n.t('Copy the Access List of Which Secret to "{0}"?', name);
  const other = await pickSecret(app, title, (secret) => secret.name !== name);
  if (other === undefined) return;
  await withErrorMessage(app, async () => {
    const { vault, accountId } = signedIn;
    const [now, wanted] = await Promise.all([vault.access(accountId, name), vault.access(accountId, other)]);
    const grant = wanted.agentIds.filter((agentId) => !now.agentIds.includes(agentId));
    if (grant.length > 0) return openAccess(app, { name, draft: { grant, revoke: [] } });
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Every agent that can read "{0}" can already read "{1}".', other, name),
    );
  });
}
