import type { AgentUsage } from '../../contracts/access-changes-messages.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { UsesResult } from '../../contracts/lsp-messages.ts';

/** Compares what an agent was granted with what its code reads. Names are sorted. */
export function usageOfAgent(
  { agentId, agentName }: AgentProject,
  catalog: AgentCatalog,
  { names, choices = [], complete }: UsesResult,
): AgentUsage {
  const granted = catalog.secrets.filter(({ access }) => access === 'granted').map(({ name }) => name);
  const read = Object.keys(names);
  const uncertain = !complete || choices.length > 0;
  return {
    agentId,
    agentName,
    used: granted.filter((name) => read.includes(name)).toSorted(),
    unused: uncertain ? [] : granted.filter((name) => !read.includes(name)).toSorted(),
    missing: read.filter((name) => !granted.includes(name)).toSorted(),
    uncertain,
  };
}
