import type { Agent, AgentChange, AgentPage, NewAgent } from '../../contracts/vault-api/agents.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing, fetchPages } from '../http/fetch-json.ts';
import { isListOf, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { longestPages, ofAccount } from './shared.ts';

export function agentsOf(transport: Transport) {
  return {
    /** Lists all agents in the account. */
    agents: (accountId: string, signal?: AbortSignal) =>
      fetchPages(transport, isAgentPage, (page) => page.agents, {
        action: sentence('list the agents'),
        path: ofAccount(accountId, 'agents'),
        query: longestPages,
        signal,
      }),
    createAgent: (accountId: string, agent: NewAgent) =>
      fetchJson(transport, isAgent, {
        action: sentence('create the agent "{agentName}"', { agentName: agent.agentName }),
        method: 'POST',
        path: ofAccount(accountId, 'agents'),
        body: agent,
      }),
    changeAgent: (accountId: string, agentId: string, change: AgentChange) =>
      fetchJson(transport, isAgent, {
        action: sentence('change the agent "{agentId}"', { agentId }),
        method: 'PATCH',
        path: ofAccount(accountId, 'agents', agentId),
        body: change,
      }),
    /** Revokes all of the agent's tokens and removes it from every access list. Its id is never reused. */
    deleteAgent: (accountId: string, agentId: string) =>
      fetchNothing(transport, {
        action: sentence('delete the agent "{agentId}"', { agentId }),
        method: 'DELETE',
        path: ofAccount(accountId, 'agents', agentId),
      }),
  };
}

export const isAgent = isObjectOf<Agent>({
  accountId: isText,
  agentId: isText,
  agentName: isText,
  createdAt: isText,
  updatedAt: isText,
});

export const isAgentPage = isObjectOf<AgentPage>({ agents: isListOf(isAgent), nextCursor: optional(isText) });
