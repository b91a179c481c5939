import type { AgentCatalog, CatalogSecret, CatalogSnapshot } from '../../contracts/catalog.ts';
import type { VaultClient } from '../../vault-client/index.ts';
import { mapBounded } from '../map-bounded.ts';
import { visible } from '../output/visible-text.ts';
import type { CliHost } from '../cli-host.ts';
import { catalogIfVisible } from './vault-catalogs.ts';

/**
 * The catalogs of these agents, or of all that the key can see. The snapshot is dated by the oldest of them.
 */
export async function exportSnapshot(
  vault: VaultClient,
  host: Pick<CliHost, 'now' | 'note'>,
  agentIds?: readonly string[],
): Promise<CatalogSnapshot> {
  const ids = agentIds ?? (await visibleAgents(vault));
  const answers = await mapBounded(ids, (id) =>
    catalogIfVisible(vault, id, (reason) => {
      host.note(`note: no catalog is available for the agent "${visible(id)}". ${reason}`);
    }),
  );
  const catalogs = answers.filter((answer) => answer !== undefined);
  const asOf = catalogs.map((catalog) => catalog.asOf).toSorted()[0] ?? host.now();
  return { version: 1, asOf, agents: catalogs.map(namesOnly).toSorted(byAgentId) };
}

/** The key of an agent is only valid for that agent. */
async function visibleAgents(vault: VaultClient): Promise<readonly string[]> {
  const identity = await vault.me();
  if (identity.agentId !== undefined) return [identity.agentId];
  const agents = await vault.agents(identity.accountId);
  return agents.map(({ agentId }) => agentId);
}

/** Copies each field, so that anything else in a response stays out of the file. */
function namesOnly({ agentId, agentName, complete, secrets }: AgentCatalog): AgentCatalog {
  return { agentId, agentName, complete, secrets: secrets.map(secretNamesOnly) };
}

function secretNamesOnly(secret: CatalogSecret): CatalogSecret {
  const { name, kind, fields, description, access, updatedAt, deprecated } = secret;
  return { name, kind, fields, description, access, updatedAt, ...(deprecated && { deprecated }) };
}

function byAgentId(one: AgentCatalog, other: AgentCatalog): number {
  return one.agentId < other.agentId ? -1 : Number(one.agentId > other.agentId);
}
