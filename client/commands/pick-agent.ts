import * as vscode from 'vscode';
import type { App } from '../app/app.ts';

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
