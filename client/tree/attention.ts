import type { AgentFinding } from '../../contracts/agent-findings.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';
import { compareNames } from '../../contracts/name-order.ts';
import { ruleAttention, type RuleId } from '../../contracts/rule-ids.ts';
import type { Place } from '../../contracts/lsp-messages.ts';

/** Problems with a name used in the code, most severe first. */
const troubles = ['missing', 'notGranted', 'misused', 'due', 'deprecated'] as const;
export type Trouble = (typeof troubles)[number];

export interface AttentionNode {
  readonly type: 'attention';
  readonly name: string;
  readonly agentId: string;
  readonly trouble: Trouble;
  /** Whether access has been requested, and no admin has decided yet. */
  readonly isRequested: boolean;
  readonly places: readonly PlaceNode[];
}

export interface PlaceNode {
  readonly type: 'place';
  readonly name: string;
  readonly agentId: string;
  readonly at: Place;
  /** Relative to the project, such as `functions/pay.py:12`. */
  readonly label: string;
  readonly message: string;
}

/** One row per name, with all its locations as children. Sorted by severity, then by name. */
export function attentionNodes(
  agent: AgentProject,
  findings: readonly AgentFinding[],
  catalog: AgentCatalog,
  requested: ReadonlySet<string> = new Set(),
): readonly AttentionNode[] {
  const secrets = new Map(catalog.secrets.map((secret) => [secret.name, secret]));
  const named = findings.flatMap((finding) =>
    // While a name is still empty, the squiggle is enough: a row would have no label.
    finding.names.filter(Boolean).flatMap((name) => {
      const trouble = troubleOf(finding.rule, secrets.get(name));
      return trouble === undefined ? [] : [{ name, trouble, finding }];
    }),
  );
  return [...Map.groupBy(named, ({ name }) => name)]
    .map(([name, all]): AttentionNode => ({
      type: 'attention',
      name,
      agentId: agent.agentId,
      isRequested: requested.has(name),
      trouble: troubles.find((one) => all.some(({ trouble }) => trouble === one)) ?? 'misused',
      places: all.map(({ finding }) => placeNode(name, finding, agent)),
    }))
    .toSorted((a, b) => gravity(a) - gravity(b) || compareNames(a.name, b.name));
}

/** A path relative to the project, with a line number, for display. */
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
    // A path with an invalid percent sign is shown unchanged.
    return path;
  }
}

/**
 * Looks up in the catalog whether the name exists and is granted, as the list below does. A finding is not
 * sufficient: it may be about several names or be older than the catalog.
 */
function troubleOf(rule: RuleId, secret: CatalogSecret | undefined): Trouble | undefined {
  const attention = ruleAttention[rule];
  if (attention !== 'access') return attention;
  if (!secret) return 'missing';
  return secret.access === 'granted' ? undefined : 'notGranted';
}
