import { Check } from 'typebox/value';
import {
  Agent,
  type AgentChange,
  type AgentPage,
  type NewAgent,
} from '../../../contracts/vault-api/agents.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AgentRecord } from '../../storage/records.ts';
import type { Transaction, View } from '../../storage/storage.ts';
import { verifyAgent, withAgentMac } from '../rows/row-macs.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import { type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { isStorable, requireReadable, requireText } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';

export async function listAgents(
  vault: Vault,
  caller: Caller,
  query: PageQuery & { readonly prefix?: string },
): Promise<AgentPage> {
  const request = toPageRequest(query);
  requireText(query.prefix, 'The prefix');
  return auditedLook(vault, caller, 'agent.list', async (view) => {
    const list = (page: typeof request) => view.listAgents(caller.account.id, page, query.prefix);
    const { items, ...rest } = await readPage(request, list, (agent) => agent.agentId);
    for (const agent of items) verifyAgent(vault.keyring, agent);
    return { agents: items.map(toAgent), ...rest };
  });
}

/** @throws ProblemError `InvalidInput`, `NameTaken`, `KeyReused` */
export async function createAgent(
  vault: Vault,
  caller: Caller,
  input: NewAgent,
  key?: string,
): Promise<Agent> {
  const call: Repeatable = { key, route: 'createAgent', request: input };
  const { agentId, agentName } = input;
  return audited(vault, caller, 'agent.create', async (tx, subject) => {
    subject.agentId = agentId;
    requireReadable(agentName, 'The name');
    return once(vault, tx, caller, call, isAgent, async () => {
      const now = vault.now().toISOString();
      const agent = withAgentMac(vault.keyring, {
        accountId: caller.account.id,
        agentId,
        agentName,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
        revision: 1,
      });
      if (!(await tx.insertAgent(agent))) {
        throw new ProblemError(
          'NameTaken',
          `The id "${agentId}" is or was used by an agent of this account, and ids are never reused. Choose another id.`,
        );
      }
      subject.revision = agent.revision;
      await announceAgent(tx, agent);
      return toAgent(agent);
    });
  });
}

/** Renames an agent; its id never changes. @throws ProblemError `NotFound`, `InvalidInput` */
export async function changeAgent(
  vault: Vault,
  caller: Caller,
  agentId: string,
  { agentName }: AgentChange,
): Promise<Agent> {
  return audited(vault, caller, 'agent.change', async (tx, subject) => {
    const agent = await findAgent(vault, tx, caller.account.id, agentId);
    subject.agentId = agentId;
    requireReadable(agentName, 'The name');
    if (agentName === undefined || agentName === agent.agentName) return toAgent(agent);
    const updatedAt = vault.now().toISOString();
    const revision = agent.revision + 1;
    const changed = withAgentMac(vault.keyring, { ...agent, agentName, updatedAt, revision });
    await tx.updateAgent(changed);
    subject.revision = revision;
    await announceAgent(tx, changed);
    return toAgent(changed);
  });
}

/** @throws ProblemError `NotFound` */
export async function findAgent(
  { keyring }: Pick<Vault, 'keyring'>,
  view: Pick<View, 'findAgent'>,
  accountId: string,
  agentId: string,
): Promise<AgentRecord> {
  const agent = isStorable(agentId) ? await view.findAgent(accountId, agentId) : undefined;
  if (agent) verifyAgent(keyring, agent);
  if (agent?.deletedAt === null) return agent;
  throw new ProblemError('NotFound', 'The account has no agent with this id.');
}

/** @throws ProblemError `InvalidInput` unless every id is an agent of the account. */
export async function requireAgents(
  tx: Transaction,
  accountId: string,
  agentIds: readonly string[],
): Promise<void> {
  const areIds = agentIds.every((agentId) => isStorable(agentId));
  const unknown = areIds ? await tx.unknownAgents(accountId, agentIds) : agentIds;
  if (unknown.length === 0) return;
  throw new ProblemError('InvalidInput', 'The list contains an agent that does not exist in the account.');
}

/** Notifies editors, because catalogs show the agent's name. */
export async function announceAgent(tx: Transaction, { accountId, agentId }: AgentRecord): Promise<void> {
  await tx.bumpCatalogVersion(accountId);
  await tx.appendEvent(accountId, { type: 'agents-changed', agentIds: [agentId] });
}

function toAgent({ accountId, agentId, agentName, createdAt, updatedAt }: AgentRecord): Agent {
  return { accountId, agentId, agentName, createdAt, updatedAt };
}

function isAgent(value: unknown): value is Agent {
  return Check(Agent, value);
}
