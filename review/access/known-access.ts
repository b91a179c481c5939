import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { Grant, KnownAccess } from '../../contracts/usage.ts';

/** The access according to the catalogs of several agents. */
export function accessOfCatalogs(catalogs: readonly AgentCatalog[]): KnownAccess {
  const grants = new Map<string, Grant[]>();
  for (const { agentId, secrets } of catalogs) {
    for (const { name, access, accessUntil: until } of secrets) {
      const known = grants.get(name) ?? [];
      grants.set(name, known);
      if (access === 'granted') known.push({ agentId, ...(until !== undefined && { until }) });
    }
  }
  return {
    agents: catalogs.map(({ agentId, agentName, complete }) => ({ agentId, agentName, complete })),
    secrets: [...grants].map(([name, granted]) => ({ name, grants: granted })),
  };
}
