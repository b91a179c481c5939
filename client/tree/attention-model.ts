import type { AgentFinding } from '../../contracts/agent-findings.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { RuleId } from '../../contracts/ids.ts';
import type { Place } from '../../contracts/lsp-messages.ts';

/** What is wrong with a name that code uses, the gravest first. */
const troubles = ['missing', 'notGranted', 'misused', 'deprecated'] as const;
export type Trouble = (typeof troubles)[number];

/** A name that code uses and that somebody has to look after. */
export interface AttentionNode {
  readonly type: 'attention';
  readonly name: string;
  readonly agentId: string;
  readonly trouble: Trouble;
  readonly places: readonly PlaceNode[];
}

export interface PlaceNode {
  readonly type: 'place';
  readonly name: string;
  readonly agentId: string;
  readonly at: Place;
  /** Inside the project: `functions/pay.py:12`. */
  readonly label: string;
  readonly message: string;
}

/** One row for each name, with all its places below; the gravest first, then by name. */
export function attentionNodes(
  agent: AgentProject,
  findings: readonly AgentFinding[],
): readonly AttentionNode[] {
  const named = findings.flatMap((finding) => {
    const trouble = troubleOf[finding.rule];
    if (trouble === undefined) return [];
    // Where a name is just being begun, the squiggle says enough: a row would have no label.
    return finding.names.filter(Boolean).map((name) => ({ name, trouble, finding }));
  });
  return [...Map.groupBy(named, ({ name }) => name)]
    .map(([name, all]): AttentionNode => ({
      type: 'attention',
      name,
      agentId: agent.agentId,
      trouble: troubles.find((one) => all.some(({ trouble }) => trouble === one)) ?? 'misused',
      places: all.map(({ finding }) => placeNode(name, finding, agent)),
    }))
    .toSorted((a, b) => gravity(a) - gravity(b) || a.name.localeCompare(b.name));
}

/** A path inside the project and a line, as people write it. */
export function placeLabel({ uri, range }: Place, { rootUri }: AgentProject): string {
  const path = uri.startsWith(`${rootUri}/`) ? uri.slice(rootUri.length + 1) : uri;
  return `${decoded(path)}:${range.start.line + 1}`;
}

function placeNode(name: string, { place, message }: AgentFinding, agent: AgentProject): PlaceNode {
  const { agentId } = agent;
  return { type: 'place', name, agentId, at: place, label: placeLabel(place, agent), message };
}

function gravity({ trouble }: AttentionNode): number {
  return troubles.indexOf(trouble);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A path with a lone percent sign is shown as it is.
    return path;
  }
}

/** Rules about names; what is no name of an agent secret has no row here. */
const troubleOf: Readonly<Partial<Record<RuleId, Trouble>>> = {
  'secret-not-found': 'missing',
  'secret-name-invalid': 'missing',
  'secret-access-missing': 'notGranted',
  'secret-access-partial': 'notGranted',
  'secret-deprecated': 'deprecated',
  'secret-cached': 'misused',
  'secret-field-unknown': 'misused',
  'secret-in-log': 'misused',
  'secret-in-state': 'misused',
  'secret-kind-mismatch': 'misused',
  'secret-to-model': 'misused',
};
