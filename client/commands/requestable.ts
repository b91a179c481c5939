import type { AgentFinding } from '../../contracts/agent-findings.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';
import { looksLikeCredential } from '../../contracts/credential-shape.ts';
import { compareNames } from '../../contracts/name-order.ts';
import { type AttentionNode, attentionOf } from '../tree/attention.ts';

/** Where the agent's code needs the secret: in the open file, only in other files, or nowhere. */
export type NeededBy = 'file' | 'agent' | 'none';

/** A secret that the agent cannot read. */
export interface Requestable {
  readonly name: string;
  readonly neededBy: NeededBy;
  /** Undefined if the secret does not exist. */
  readonly secret: CatalogSecret | undefined;
}

/**
 * The secrets that an author can request for an agent: first those that the open file needs, then those that the
 * agent's other files need, then all others that exist.
 */
export function requestableSecrets(
  agent: AgentProject,
  findings: readonly AgentFinding[],
  catalog: AgentCatalog,
  isOpen: (uri: string) => boolean,
): readonly Requestable[] {
  const { names } = attentionOf(agent, findings, catalog);
  const needed = new Map(names.filter(isRequestable).map((node) => [node.name, node]));
  const exists = new Map(
    catalog.secrets.filter(({ access }) => access === 'missing').map((secret) => [secret.name, secret]),
  );
  return [...new Set([...needed.keys(), ...exists.keys()])]
    .map((name) => ({ name, neededBy: neededBy(needed.get(name), isOpen), secret: exists.get(name) }))
    .toSorted((a, b) => rank(a) - rank(b) || compareNames(a.name, b.name));
}

function isRequestable({ name, trouble }: AttentionNode): boolean {
  // The vault refuses a name that looks like a credential.
  return (trouble === 'missing' || trouble === 'notGranted') && !looksLikeCredential(name);
}

function neededBy(node: AttentionNode | undefined, isOpen: (uri: string) => boolean): NeededBy {
  if (!node) return 'none';
  return node.places.some(({ at }) => isOpen(at.uri)) ? 'file' : 'agent';
}

function rank({ neededBy: by }: Requestable): number {
  return ['file', 'agent', 'none'].indexOf(by);
}
