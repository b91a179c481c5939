import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { App } from '../app/app.ts';
import { confirms } from '../panels/confirm.ts';
import { consentOf, wantsSecrets } from './debug.ts';

/**
 * Whether the user wants the program to receive secrets. The request may come from a workspace file:
 * `launch.json`, or the settings, which can give secrets to any terminal. In that case, the user is asked and
 * the consent is stored.
 */
export async function mayBeGiven(
  { runs, memory }: App,
  configuration: Pick<vscode.DebugConfiguration, 'name'>,
  agent: AgentProject | undefined,
): Promise<boolean> {
  const consent = consentOf(configuration, agent?.agentId);
  if (wantsSecrets(configuration, runs.asked) === 'person' || memory.get(consent) === true) return true;
  const isGiven = await saysYes(configuration.name, agent?.agentId ?? '–');
  if (isGiven) await memory.update(consent, true);
  return isGiven;
}

async function saysYes(name: string, agentId: string): Promise<boolean> {
  const give = vscode.l10n.t('Allow');
  const detail = vscode.l10n.t(
    'Its programs can then read and pass on your environment secrets and the secrets of the agent ({0}). You are asked only once.',
    agentId,
  );
  const question = vscode.l10n.t('"{0}" wants to use your secrets in this workspace. Allow it?', name);
  return confirms(question, give, detail);
}
