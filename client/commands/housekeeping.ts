import * as vscode from 'vscode';
import type { App } from '../app/app.ts';

export async function refresh({ session, currentAgent, requests, environment }: App): Promise<void> {
  await Promise.all([session.refresh(), currentAgent.refresh(), requests.refresh(), environment.refresh()]);
}

/** Also works if the server never started. The views then determine the agent again. */
export async function restartServer({ languageClient, currentAgent, log }: App): Promise<void> {
  try {
    await languageClient.restart();
  } catch (error) {
    log.error('The language server did not start.', error instanceof Error ? error.message : '');
    return currentAgent.noServer();
  }
  await currentAgent.refresh();
}

/** Opens the walkthrough of the extension. */
export async function getStarted(): Promise<void> {
  const walkthrough = 'agent-secrets.agent-secrets#agentSecrets.firstMinutes';
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
}

export function showLog({ log }: App): void {
  log.show();
}

export async function pickAgent({ currentAgent }: App): Promise<void> {
  const follow = { label: vscode.l10n.t('$(eye) Follow the open file'), description: '', agent: undefined };
  const agents = (await currentAgent.all()).map((agent) => ({
    label: agent.agentName,
    description: agent.agentId,
    agent,
  }));
  const title = vscode.l10n.t('Show the Secrets of Which Agent?');
  const picked = await vscode.window.showQuickPick([follow, ...agents], { title });
  if (picked) await currentAgent.pin(picked.agent);
}
