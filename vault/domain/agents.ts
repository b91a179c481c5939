import type { Agent, AgentPage, NewAgent } from '../../contracts/vault-api/agents.ts';
import { ProblemError } from '../errors.ts';
import type { Transaction } from '../storage/storage.ts';
import { audited, auditedReading } from './audit.ts';
import type { Caller } from './caller.ts';
import { type PageQuery, readPage, toPageRequest } from './pages.ts';
import type { Vault } from './vault.ts';

export async function listAgents(vault: Vault, caller: Caller, query: PageQuery): Promise<AgentPage> {
  const request = toPageRequest(query);
  return auditedReading(vault, caller, 'agent.list', async (tx) => {
    const list = (page: typeof request) => tx.listAgents(caller.account.id, page);
    const { items, ...rest } = await readPage(request, list, (agent) => agent.agentId);
    return { agents: [...items], ...rest };
  });
}

export async function createAgent(vault: Vault, caller: Caller, input: NewAgent): Promise<Agent> {
  const { agentId, agentName } = input;
  return audited(vault, caller, 'agent.create', async (tx, subject) => {
    subject.agentId = agentId;
    const now = vault.now().toISOString();
    const agent = { accountId: caller.account.id, agentId, agentName, createdAt: now, updatedAt: now };
    if (!(await tx.insertAgent(agent))) {
      throw new ProblemError('NameTaken', `The account already has an agent with the id “${agentId}”.`);
    }
    await tx.bumpCatalogVersion(caller.account.id);
    await tx.appendEvent(caller.account.id, { type: 'agents-changed', agentIds: [agentId] });
    return agent;
  });
}

/** @throws ProblemError `InvalidInput` unless every id is an agent of the account. */
export async function requireAgents(
  tx: Transaction,
  accountId: string,
  agentIds: readonly string[],
): Promise<void> {
  const unknown = await tx.unknownAgents(accountId, agentIds);
  if (unknown.length === 0) return;
  throw new ProblemError('InvalidInput', 'The list names an agent that the account does not have.');
}
