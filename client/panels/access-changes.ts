import type { AgentUsage } from '../../contracts/access-changes-messages.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { Place, UsesResult } from '../../contracts/lsp-messages.ts';
import type { CodePlace, UsageState } from '../../contracts/usage.ts';
import { usageOf } from '../../contracts/usage-of.ts';

/** Compares what an agent was granted with what its code reads, like `agent-secrets report`. Names are sorted. */
export function usageOfAgent(
  { agentId, agentName }: AgentProject,
  catalog: AgentCatalog,
  { names, choices = [], complete }: UsesResult,
  now: string,
): AgentUsage {
  const usages = usageOf({
    code: {
      agents: [
        {
          agentId,
          reads: Object.entries(names).flatMap(([secret, places]) =>
            places.map((place) => ({ secret, ...codePlace(place) })),
          ),
          dynamic: choices.map(({ pattern, place }) => ({ pattern, ...codePlace(place) })),
          gaps: complete ? [] : ['The code is still being analyzed.'],
        },
      ],
      shared: { reads: [], dynamic: [] },
    },
    access: {
      agents: [{ agentId, agentName, complete: catalog.complete }],
      secrets: catalog.secrets.map(({ name, access, accessUntil: until }) => ({
        name,
        grants: access === 'granted' ? [{ agentId, until }] : [],
      })),
    },
    now,
  });
  const inStates = (...states: readonly UsageState[]): readonly string[] =>
    usages.filter(({ state }) => states.includes(state)).map(({ secret }) => secret);
  return {
    agentId,
    agentName,
    used: inStates('used'),
    unused: inStates('unused'),
    missing: inStates('missing', 'nonexistent', 'unknown'),
    uncertain: inStates('maybe', 'incomplete').length > 0,
  };
}

function codePlace({ uri, range }: Place): CodePlace {
  return { path: uri, line: range.start.line + 1 };
}
