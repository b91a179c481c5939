import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { App } from '../app.ts';
import { consentOf, wantsSecrets } from './debug-model.ts';

/** Whether the person wants the program to have secrets. Asked once where a file of the workspace says so. */
export async function mayBeGiven(
  { runs, memory }: App,
  configuration: vscode.DebugConfiguration,
  agent: AgentProject | undefined,
): Promise<boolean> {
  const consent = consentOf(configuration, agent?.agentId);
  if (wantsSecrets(configuration, runs.asked) === 'person' || memory.get(consent) === true) return true;
  const isGiven = await saysYes(configuration.name, agent?.agentId ?? '–');
  if (isGiven) await memory.update(consent, true);
  return isGiven;
}

async function saysYes(name: string, agentId: string): Promise<boolean> {
  const give = vscode.l10n.t('Give Secrets');
  const detail = vscode.l10n.t(
    'Its code can then read and pass on your environment secrets and the secrets of the agent ({0}). You are asked once.',
    agentId,
  );
  const question = vscode.l10n.t(
    '“{0}” in launch.json asks for your secrets. Give them to its program?',
    name,
  );
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, give)) === give;
}
