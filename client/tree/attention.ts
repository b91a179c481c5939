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
  /** The other problems with the name, most severe first. */
  readonly others: readonly Trouble[];
  /** Whether access has been requested, and no admin has decided yet. */
  readonly isRequested: boolean;
  readonly places: readonly PlaceNode[];
}

/** The problems of an agent's code that are about no agent secret, or about one whose name is unknown. */
export interface ProblemsNode {
  readonly type: 'problems';
  readonly kind: ProblemKind;
  readonly agentId: string;
  readonly places: readonly PlaceNode[];
}

const problemKinds = ['hardcoded', 'other'] as const;
type ProblemKind = (typeof problemKinds)[number];

export interface PlaceNode {
  readonly type: 'place';
  /** The name of the row above, or the kind of problem. */
  readonly name: string;
  readonly agentId: string;
  readonly at: Place;
  /** Relative to the project, such as `functions/pay.py:12`. */
  readonly label: string;
  readonly message: string;
}

/** The problems in an agent's code: those that the editor's list of problems has for its files. */
export interface Attention {
  /** One row per name, with all its locations as children. Sorted by severity, then by name. */
  readonly names: readonly AttentionNode[];
  readonly others: readonly ProblemsNode[];
  /** How many problems there are. Several names can have the same problem. */
  readonly count: number;
}

export const noAttention: Attention = { names: [], others: [], count: 0 };

export function attentionOf(
  agent: AgentProject,
  findings: readonly AgentFinding[],
  catalog: AgentCatalog,
  requested: ReadonlySet<string> = new Set(),
): Attention {
  const secrets = new Map(catalog.secrets.map((secret) => [secret.name, secret]));
  // The editor lists no hints.
  const listed = findings.filter(({ severity }) => severity !== 'hint');
  const named = listed.flatMap((finding) =>
    finding.names.flatMap((name) => {
      const trouble = troubleOf(finding.rule, secrets.get(name));
      return trouble === undefined ? [] : [{ name, trouble, finding }];
    }),
  );
  const unnamed = listed.filter(({ rule, names }) => names.length === 0 || ruleAttention[rule] === undefined);
  const names = [...Map.groupBy(named, ({ name }) => name)]
    .map(([name, all]): AttentionNode => {
      const [trouble = 'misused', ...others] = troubles.filter((one) =>
        all.some((problem) => problem.trouble === one),
      );
      return {
        type: 'attention',
        name,
        agentId: agent.agentId,
        isRequested: requested.has(name),
        trouble,
        others,
        places: all.map(({ finding }) => placeNode(name, finding, agent)),
      };
    })
    .toSorted((a, b) => gravity(a) - gravity(b) || compareNames(a.name, b.name));
  const count = new Set([...named.map(({ finding }) => finding), ...unnamed]).size;
  return { names, others: problemsNodes(unnamed, agent), count };
}

function problemsNodes(findings: readonly AgentFinding[], agent: AgentProject): readonly ProblemsNode[] {
  const byKind = Map.groupBy(findings, ({ rule }) => (rule === 'secret-hardcoded' ? 'hardcoded' : 'other'));
  return problemKinds.flatMap((kind): readonly ProblemsNode[] => {
    const places = (byKind.get(kind) ?? []).map((finding) => placeNode(kind, finding, agent));
    return places.length === 0 ? [] : [{ type: 'problems', kind, agentId: agent.agentId, places }];
  });
}

/** A path relative to the project, with a line number, for display. The URI of a cell has another scheme. */
export function placeLabel({ uri, range }: Place, { rootUri }: AgentProject): string {
  const root = `${pathOf(rootUri)}/`;
  const path = pathOf(uri);
  const shown = path.startsWith(root) ? path.slice(root.length).replace(/#.*$/, '') : uri;
  return `${decoded(shown)}:${range.start.line + 1}`;
}

function pathOf(uri: string): string {
  return uri.replace(/^[a-z][\w+.-]*:(?:\/\/[^/]*)?/i, '');
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
