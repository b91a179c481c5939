import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { changeAccessOfMany } from './change-access-of-many.ts';
import { showAccess } from './show-access.ts';
import { nameIn, namesIn, pickSecret, secretOfAgentIn } from './subject.ts';

/**
 * Opens the access list with the agent ticked; nothing is granted before the person saves. Several
 * selected secrets are granted together, after a question.
 */
export async function grantToAgent(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const names = namesIn(argument, selected);
  if (names.length > 1) return changeAccessOfMany(app, 'grant', names);
  const agentId = secretOfAgentIn(argument)?.agentId ?? app.currentAgent.agent?.agentId;
  const title = vscode.l10n.t('Grant Which Secret to This Agent?');
  const name = nameIn(argument) ?? (await pickSecret(app, title, ({ access }) => access === 'missing'));
  if (name !== undefined) await showAccess(app, name, agentId === undefined ? [] : [agentId]);
}
