import type * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CurrentAgent } from './current-agent.ts';
import type { SecretsLanguageClient } from '../language/language-client.ts';

interface KnowsAgents {
  readonly languageClient: Pick<SecretsLanguageClient, 'agentOf'>;
  readonly currentAgent: Pick<CurrentAgent, 'certain'>;
}

/**
 * The agent that a file belongs to; if the file has none, the agent that the user chose. Commands that act
 * for an agent call this function, because the agent shown in the sidebar may not be the intended one.
 */
export async function agentOfFile(
  { languageClient, currentAgent }: KnowsAgents,
  file: vscode.Uri,
): Promise<AgentProject | undefined> {
  const { agent, problem } = (await languageClient.agentOf(file)) ?? {};
  // The file belongs to an agent whose project cannot be read, so no other agent may be used.
  return problem === undefined ? (agent ?? currentAgent.certain()) : undefined;
}
