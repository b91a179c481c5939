import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { accessTo } from '../session/session-state.ts';
import { changeAccessOfMany } from './change-access-of-many.ts';
import { showAccess } from './show-access.ts';
import { nameIn, namesIn, pickSecret, secretOfAgentIn } from './subject.ts';

/**
 * Opens the access list with the agent ticked; nothing is granted until the user saves. Several selected
 * secrets are granted together after a confirmation.
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

/** The selected secrets that can be granted: one that does not exist would fail the whole call. */
async function grantable(
  { session }: App,
  names: readonly string[],
  agentId: string | undefined,
): Promise<readonly string[]> {
  if (agentId === undefined || names.length < 2) return names;
  const catalog = await session.catalog(agentId);
  return names.filter((name) => ['missing', undefined].includes(accessTo(name, catalog)));
}
