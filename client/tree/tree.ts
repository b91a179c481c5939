import type { AgentFinding } from '../../contracts/agent-findings.ts';
import type { BranchChanges } from '../../contracts/changes.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { compareNames } from '../../contracts/name-order.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import {
  type ChangeNode,
  changeId,
  changesNode,
  childrenOfChange,
  isChangeNode,
} from '../changes/change-nodes.ts';
import { type CatalogState, isExample, type SessionState } from '../session/session-state.ts';
import {
  type Attention,
  type AttentionNode,
  attentionOf,
  noAttention,
  type PlaceNode,
  type ProblemsNode,
} from './attention.ts';
import { type DueNode, dueNodes } from './due.ts';

/** The state from which everything in the Secrets view is derived. */
export interface ViewInput {
  readonly session: SessionState;
  readonly agent: AgentProject | undefined;
  /** False until the search for agent projects has finished. */
  readonly agentKnown: boolean;
  readonly projectProblem: string | undefined;
  /** True if the current agent is unknown because the language server did not start. */
  readonly serverFailed: boolean;
  readonly catalog: CatalogState | undefined;
  readonly uses: Readonly<Record<string, readonly Place[]>>;
  /** False while files are still being analyzed. Until then, a count of zero is not reliable. */
  readonly usesComplete: boolean;
  readonly findings: readonly AgentFinding[];
  /** The names for which the agent's access has been requested. */
  readonly requested?: ReadonlySet<string>;
  /** What the branch changes; absent if there is nothing to compare. */
  readonly changes?: BranchChanges | undefined;
  /** Whether the view includes secrets that the agent cannot read. */
  readonly mayList: boolean;
  /** Without the time, nothing is due. */
  readonly now?: Date;
}

/** Selects the view's welcome text; `list` shows the tree instead. */
export type ViewState =
  | 'brokenProject'
  | 'disabled'
  | 'empty'
  | 'example'
  | 'failed'
  | 'keyRefused'
  | 'list'
  | 'loading'
  | 'noAgent'
  | 'offline'
  | 'refused'
  | 'serverFailed'
  | 'signedOut'
  | 'unknownAgent';

export interface SecretNode {
  readonly type: 'secret';
  readonly secret: CatalogSecret;
  readonly agent: AgentProject;
  readonly granted: boolean;
  readonly uses: readonly Place[];
  readonly usesComplete: boolean;
}

export interface FieldNode {
  readonly type: 'field';
  readonly field: string;
  readonly parent: SecretNode;
}

export interface GroupNode {
  readonly type: 'notGranted';
  readonly secrets: readonly SecretNode[];
}

export interface NeedsAttentionNode extends Attention {
  readonly type: 'needsAttention';
}

/** The secrets of the account that expire soon, or whose rotation is due. */
export interface RenewalNode {
  readonly type: 'renewal';
  readonly secrets: readonly DueNode[];
}

export type TreeNode =
  | ChangeNode
  | NeedsAttentionNode
  | AttentionNode
  | ProblemsNode
  | PlaceNode
  | RenewalNode
  | DueNode
  | SecretNode
  | FieldNode
  | GroupNode;

/** The first obstacle, which is shown instead of the list; `list` if there is none. */
export function viewState(input: ViewInput): ViewState {
  const { session, agent, catalog } = input;
  if (session.kind === 'signedOut') return stateSignedOut(input);
  if (session.kind === 'loading' || session.kind === 'disabled') return session.kind;
  if (!agent) return stateWithoutAgent(input);
  if (catalog?.kind === 'known') return stateOfKnown(input, catalog.stale);
  if (session.kind === 'offline' || session.kind === 'failed') return session.kind;
  // The vault rejected the previous key, so the catalog is requested again.
  return catalog?.kind === 'missing' && catalog.reason !== 'signedOut' ? catalog.reason : 'loading';
}

/**
 * What the branch changes, the problems that need attention, then the granted secrets by name. Users who can
 * list all secrets also see which ones are due for renewal and, last, which ones this agent cannot read.
 */
export function roots(input: ViewInput): readonly TreeNode[] {
  const nodes = secretNodes(input);
  const granted = nodes.filter((node) => node.granted);
  const others = nodes.filter((node) => !node.granted);
  const attention = needAttention(input);
  const changed = changedRows(input);
  return [
    ...(changed ? [changed] : []),
    ...(attention.count > 0 ? [{ type: 'needsAttention', ...attention } as const] : []),
    ...renewal(input),
    ...granted,
    ...(input.mayList && others.length > 0 ? [{ type: 'notGranted', secrets: others } as const] : []),
  ];
}

function renewal({ agent, catalog, mayList, now }: ViewInput): readonly RenewalNode[] {
  if (!agent || catalog?.kind !== 'known' || !mayList || !now) return [];
  const secrets = dueNodes(agent.agentId, catalog.catalog.secrets, now);
  return secrets.length > 0 ? [{ type: 'renewal', secrets }] : [];
}

/** Absent if the branch changes nothing. */
function changedRows({ changes }: ViewInput): ChangeNode | undefined {
  return changes && changesNode(changes);
}

/** The rows of the group of problems; none while the agent's secrets are unknown. */
export function needAttention({ agent, catalog, findings, requested }: ViewInput): Attention {
  if (!agent || catalog?.kind !== 'known') return noAttention;
  return attentionOf(agent, findings, catalog.catalog, requested);
}

/** The number of problems for the badge: the same that the group shows, and none while the list is hidden. */
export function attentionCount(input: ViewInput): number {
  return hasRows(viewState(input)) ? needAttention(input).count : 0;
}

/** Whether the view shows rows instead of a welcome text. */
export function hasRows(state: ViewState): boolean {
  return state === 'list' || state === 'example';
}

export function childrenOf(node: TreeNode): readonly TreeNode[] {
  if (isChangeNode(node)) return childrenOfChange(node);
  switch (node.type) {
    case 'needsAttention':
      return [...node.names, ...node.others];
    case 'attention':
    case 'problems':
      return node.places;
    case 'secret':
      return node.granted ? node.secret.fields.map((field) => ({ type: 'field', field, parent: node })) : [];
    case 'notGranted':
    case 'renewal':
      return node.secrets;
    case 'due':
    case 'field':
    case 'place':
      return [];
  }
}

/** The node of the secret, or of the name that needs attention; undefined if neither exists. */
export function nodeOf(input: ViewInput, name: string): SecretNode | AttentionNode | undefined {
  const nodes = roots(input).flatMap((node): readonly TreeNode[] =>
    node.type === 'notGranted' ? node.secrets : [node],
  );
  const secret = nodes.find(
    (node): node is SecretNode => node.type === 'secret' && node.secret.name === name,
  );
  return secret ?? needAttention(input).names.find((node) => node.name === name);
}

export function parentOf(node: TreeNode, input: ViewInput): TreeNode | undefined {
  if (isChangeNode(node)) return parentOfChange(node, changedRows(input));
  switch (node.type) {
    case 'field':
      return node.parent;
    case 'place':
      return rowOf(node, needAttention(input));
    case 'attention':
    case 'problems':
      return roots(input).find(({ type }) => type === 'needsAttention');
    case 'secret':
      return node.granted ? undefined : roots(input).find(({ type }) => type === 'notGranted');
    case 'due':
      return roots(input).find(({ type }) => type === 'renewal');
    case 'needsAttention':
    case 'notGranted':
    case 'renewal':
      return undefined;
  }
}

/** No place belongs to a name and to a kind of problem. */
function rowOf(place: PlaceNode, { names, others }: Attention): AttentionNode | ProblemsNode | undefined {
  return [...names, ...others].find(({ places }) => places.some((one) => nodeId(one) === nodeId(place)));
}

function parentOfChange(node: ChangeNode, root: ChangeNode | undefined): ChangeNode | undefined {
  if (root?.type !== 'changes' || node.type === 'changes') return undefined;
  return node.type === 'changeGroup' ? root : root.groups.find(({ list }) => list === node.list);
}

/** IDs are stable, so that expanded nodes stay expanded when the list changes. */
export function nodeId(node: TreeNode): string {
  if (isChangeNode(node)) return changeId(node);
  switch (node.type) {
    case 'secret':
      return `secret:${node.agent.agentId}:${node.secret.name}`;
    case 'field':
      return `${nodeId(node.parent)}:${node.field}`;
    case 'notGranted':
      return 'not-granted';
    case 'renewal':
      return 'renewal';
    case 'due':
      return `due:${node.name}`;
    case 'needsAttention':
      return 'needs-attention';
    case 'attention':
      return `attention:${node.agentId}:${node.name}`;
    case 'problems':
      return `problems:${node.agentId}:${node.kind}`;
    case 'place':
      return `place:${node.agentId}:${node.name}:${node.label}:${node.at.range.start.character}:${node.message}`;
  }
}

/** A workspace can provide example names, so the view need not be empty. */
function stateSignedOut(input: ViewInput): ViewState {
  if (input.session.kind === 'signedOut' && input.session.message !== undefined) return 'keyRefused';
  return isExample(input.catalog) && roots(input).length > 0 ? 'example' : 'signedOut';
}

/** "No agent" is shown only after the search has finished. */
function stateWithoutAgent({ agentKnown, projectProblem, serverFailed }: ViewInput): ViewState {
  if (projectProblem !== undefined) return 'brokenProject';
  if (agentKnown) return 'noAgent';
  return serverFailed ? 'serverFailed' : 'loading';
}

/** The list was empty, but while the vault is unreachable, it is unknown whether it still is. */
function stateOfKnown(input: ViewInput, isStale: boolean): ViewState {
  if (roots(input).length > 0) return 'list';
  return isStale || input.session.kind === 'offline' ? 'offline' : 'empty';
}

function secretNodes({ agent, catalog, uses, usesComplete }: ViewInput): readonly SecretNode[] {
  if (!agent || catalog?.kind !== 'known') return [];
  return catalog.catalog.secrets
    .toSorted((a, b) => compareNames(a.name, b.name))
    .map((secret) => ({
      type: 'secret',
      secret,
      agent,
      granted: secret.access === 'granted',
      uses: Object.hasOwn(uses, secret.name) ? (uses[secret.name] ?? []) : [],
      usesComplete,
    }));
}
