import { RemoteList } from './remote-list.ts';
import type { DismissedRequests } from './dismissed-requests.ts';
import { isOpen, type RequestRow, requestRows, seesAll } from './request-rows.ts';
import type { VaultSession } from './vault-session.ts';
import { compareNames } from '../../contracts/name-order.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { EnvironmentSecret } from '../../contracts/vault-api/environment.ts';
import type { AccessRequest, RequestStatus } from '../../contracts/vault-api/requests.ts';
import type { VaultClient } from '../../vault-client/index.ts';

export type AccessRequests = RemoteList<VaultClient, RequestRow>;

/** The access requests that concern the signed-in user; `projects` are the agents in this workspace. */
export function accessRequests(
  session: VaultSession,
  projects: () => Promise<readonly AgentProject[]>,
  dismissed: Pick<DismissedRequests, 'has'>,
): AccessRequests {
  return new RemoteList({
    session,
    ask: async (vault, identity) => {
      const agents = await vault.agents(identity.accountId);
      if (!seesAll(identity)) {
        const inSight = sharedIds(agents, await projects());
        const rows = requestRows(identity, await requestsOf(vault, inSight), agents);
        return rows.filter((row) => isOpen(row) || !dismissed.has(row.request.id));
      }
      const requests = await vault.accessRequests(identity.accountId, 'pending');
      const concerned = [...new Set(requests.map(({ agentId }) => agentId))];
      return requestRows(identity, requests, agents, await requestsOf(vault, concerned, 'declined'));
    },
    concerns: (type) => type === 'request-created' || type === 'request-decided',
    now: () => new Date(),
  });
}

/** Authors can list requests for only one agent at a time, so the agents in this workspace are used. */
async function requestsOf(
  vault: VaultClient,
  agentIds: readonly string[],
  status?: RequestStatus,
): Promise<readonly AccessRequest[]> {
  return (await Promise.all(agentIds.map((agentId) => vault.agentAccessRequests(agentId, status)))).flat();
}

type WithId = Pick<AgentProject, 'agentId'>;

/**
 * IDs that are in both lists. A project may belong to another account, whose agents this vault does not have.
 */
function sharedIds(agents: readonly WithId[], projects: readonly WithId[]): readonly string[] {
  const known = new Set(agents.map(({ agentId }) => agentId));
  return projects.map(({ agentId }) => agentId).filter((agentId) => known.has(agentId));
}

export type EnvironmentSecrets = RemoteList<VaultClient, EnvironmentSecret>;

/**
 * The user's environment secrets, kept up to date with changes made in other windows and on the command line.
 */
export function environmentSecrets(session: VaultSession): EnvironmentSecrets {
  return new RemoteList({
    session,
    ask: async (vault) =>
      (await vault.environment()).toSorted((one, other) => compareNames(one.name, other.name)),
    concerns: (type) => type === 'environment-changed' || type === 'people-changed',
    now: () => new Date(),
  });
}
