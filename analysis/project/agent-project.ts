import { parseDocument } from 'yaml';
import type { AgentProject } from '../../contracts/agent-project.ts';

/** Either the agent, or a sentence for the person that says what is wrong with the file. */
export type AgentProjectResult = { readonly agent: AgentProject } | { readonly problem: string };

/** Reads a `project.yaml`. `rootUri` is its folder. Never throws, whatever the text. */
export function parseAgentProject(text: string, rootUri: string): AgentProjectResult {
  const document = parseDocument(text, { logLevel: 'silent' });
  const agentId: unknown = document.getIn(['project_id']);
  return { agent: { agentId: String(agentId), agentName: String(agentId), rootUri } };
}
