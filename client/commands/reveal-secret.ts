import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { nameIn, pickSecret, secretOfAgentIn } from './subject.ts';

/** Selects the secret's row in the Secrets view. */
export async function revealSecret(app: App, argument?: unknown): Promise<void> {
  const { currentAgent, view } = app;
  const agentId = secretOfAgentIn(argument)?.agentId ?? currentAgent.agent?.agentId;
  const name =
    nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Show Which Secret in the Secrets View?')));
  if (name === undefined) return;
  // Another agent is pinned, but the secret belongs to the agent of the open file.
  if (agentId !== currentAgent.agent?.agentId) await currentAgent.pin(undefined);
  if (await view.reveal(name)) return;
  vscode.window.setStatusBarMessage(vscode.l10n.t('"{0}" is not one of this agent’s secrets', name), 5000);
}
