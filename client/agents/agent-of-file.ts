import type * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CurrentAgent } from './current-agent.ts';
import type { SecretsLanguageClient } from '../language/language-client.ts';

/** As much of the app as knows the agent of a file. */
export interface KnowsAgents {
  readonly languageClient: Pick<SecretsLanguageClient, 'agentOf'>;
  readonly currentAgent: Pick<CurrentAgent, 'certain'>;
}

/**
 * The agent that a file belongs to, else one that was chosen. Commands that act for an agent use this one: the
 * one that the sidebar shows may not be meant.
 */
export async function agentOfFile(
  { languageClient, currentAgent }: KnowsAgents,
  file: vscode.Uri,
): Promise<AgentProject | undefined> {
  const { agent, problem } = (await languageClient.agentOf(file)) ?? {};
  // It belongs to an agent whose project cannot be read: to no other, then.
  return problem === undefined ? (agent ?? currentAgent.certain()) : undefined;
}
