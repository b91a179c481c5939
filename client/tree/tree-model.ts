import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { CatalogState, SessionState } from '../session-state.ts';

/** What the Secrets view knows; everything it shows follows from this. */
export interface ViewInput {
  readonly session: SessionState;
  readonly agent: AgentProject | undefined;
  /** False while nobody has looked for an agent project yet. */
  readonly agentKnown: boolean;
  readonly projectProblem: string | undefined;
  readonly catalog: CatalogState | undefined;
  readonly uses: Readonly<Record<string, readonly Place[]>>;
  /** False while files are still being read: a count of none is no news then. */
  readonly usesComplete: boolean;
  /** Whether secrets that the agent cannot read are shown too. */
  readonly mayGrant: boolean;
}

/** The state that the view's welcome texts are written for; `list` shows the tree. */
export type ViewState =
  | 'brokenProject'
  | 'disabled'
  | 'empty'
  | 'failed'
  | 'keyRefused'
  | 'list'
  | 'loading'
  | 'noAgent'
  | 'offline'
  | 'refused'
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

export type TreeNode = SecretNode | FieldNode | GroupNode;

/** The first thing that stands in the way of a list is what the person is told. */
export function viewState(input: ViewInput): ViewState {
  const { session, agent, catalog } = input;
  if (session.kind === 'signedOut') return session.message === undefined ? 'signedOut' : 'keyRefused';
  if (session.kind === 'loading' || session.kind === 'disabled') return session.kind;
  if (!agent) return stateWithoutAgent(input);
  if (catalog?.kind === 'known') return roots(input).length > 0 ? 'list' : 'empty';
  if (session.kind === 'offline' || session.kind === 'failed') return session.kind;
  return catalog?.kind === 'missing' ? catalog.reason : 'loading';
}

/** Granted secrets first, by name; below them, for people who grant, what this agent cannot read. */
export function roots(input: ViewInput): readonly TreeNode[] {
  const nodes = secretNodes(input);
  const granted = nodes.filter((node) => node.granted);
  const others = nodes.filter((node) => !node.granted);
  if (!input.mayGrant || others.length === 0) return granted;
  return [...granted, { type: 'notGranted', secrets: others }];
}

export function childrenOf(node: TreeNode): readonly TreeNode[] {
  switch (node.type) {
    case 'secret':
      return node.granted ? node.secret.fields.map((field) => ({ type: 'field', field, parent: node })) : [];
    case 'notGranted':
      return node.secrets;
    case 'field':
      return [];
  }
}

/** The node of a secret, wherever it stands; undefined when this person cannot see it. */
export function nodeOf(input: ViewInput, name: string): SecretNode | undefined {
  const nodes = roots(input).flatMap((node): readonly TreeNode[] =>
    node.type === 'notGranted' ? node.secrets : [node],
  );
  return nodes.find((node): node is SecretNode => node.type === 'secret' && node.secret.name === name);
}

export function parentOf(node: TreeNode, input: ViewInput): TreeNode | undefined {
  if (node.type === 'field') return node.parent;
  if (node.type === 'notGranted' || node.granted) return undefined;
  return roots(input).find(({ type }) => type === 'notGranted');
}

/** Stable ids keep open nodes open when the list changes. */
export function nodeId(node: TreeNode): string {
  switch (node.type) {
    case 'secret':
      return `secret:${node.agent.agentId}:${node.secret.name}`;
    case 'field':
      return `${nodeId(node.parent)}:${node.field}`;
    case 'notGranted':
      return 'not-granted';
  }
}

function stateWithoutAgent({ agentKnown, projectProblem, session }: ViewInput): ViewState {
  if (projectProblem !== undefined) return 'brokenProject';
  if (agentKnown) return 'noAgent';
  return session.kind === 'ready' ? 'loading' : 'noAgent';
}

function secretNodes({ agent, catalog, uses, usesComplete }: ViewInput): readonly SecretNode[] {
  if (!agent || catalog?.kind !== 'known') return [];
  return catalog.catalog.secrets
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((secret) => ({
      type: 'secret',
      secret,
      agent,
      granted: secret.access === 'granted',
      uses: Object.hasOwn(uses, secret.name) ? (uses[secret.name] ?? []) : [],
      usesComplete,
    }));
}
