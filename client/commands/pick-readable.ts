import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { App } from '../app.ts';
import type { SnippetSubject } from '../snippet-model.ts';
import { snippetSubjectIn } from './subject.ts';

/** The secret or field a snippet is for; asks which of the agent's when the command came without one. */
export async function pickReadable(
  app: App,
  argument: unknown,
  title: string,
  agent = app.currentAgent.agent,
): Promise<SnippetSubject | undefined> {
  return snippetSubjectIn(argument) ?? (await pickGranted(app, agent, title));
}

/** Like `pickSecret`, of an agent that need not be the current one. */
async function pickGranted(
  { session }: App,
  agent: AgentProject | undefined,
  title: string,
): Promise<SnippetSubject | undefined> {
  const state = agent && (await session.catalog(agent.agentId));
  if (state?.kind !== 'known') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No secrets are known here. Open a function of an agent and sign in.'),
    );
    return undefined;
  }
  const granted = state.catalog.secrets.filter(({ access }) => access === 'granted');
  const items = granted.map(({ name, description, kind }) => ({
    label: name,
    description: kind === 'single' ? '' : vscode.l10n.t('key/value'),
    detail: description,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  return picked && { name: picked.label };
}
