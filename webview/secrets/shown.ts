import { dueSoon } from '../../contracts/due.ts';
import { compareNames } from '../../contracts/name-order.ts';
import type { CodeNames, ListedSecret, SecretsView } from '../../contracts/secrets-messages.ts';

const staleMs = 90 * 86_400_000;
/** Earlier than any read. */
const never = '1970-01-01';

export const firstView: SecretsView = {
  filter: '',
  show: 'all',
  owner: '',
  label: '',
  order: 'name',
  layout: 'cards',
  selected: [],
};

/** The known uses of secrets; absent until the host has responded. */
export interface KnownUse {
  readonly code?: CodeNames;
}

/** Whether the filter depends on data that changes without notification. */
export function isAboutReads({ show, order }: Partial<SecretsView>): boolean {
  return show === 'unread' || show === 'stale' || order === 'read';
}

/** The secrets to show, in display order. Every word of the filter must match a name, text or agent. */
export function shownSecrets(
  secrets: readonly ListedSecret[],
  agentNames: ReadonlyMap<string, string>,
  { filter, show, owner, label, order }: SecretsView,
  use: KnownUse = {},
): readonly ListedSecret[] {
  const isWanted = wanted(show, use);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return secrets
    .filter(
      (secret) =>
        isWanted(secret) &&
        (owner === '' || secret.owner === owner) &&
        (label === '' || secret.labels?.includes(label)) &&
        matches(secret, agentNames, words),
    )
    .toSorted((a, b) => compare(a, b, order) || compareNames(a.name, b.name));
}

/** A secret counts as unused only if that is known. Deleted secrets appear only in their own list. */
function wanted(show: SecretsView['show'], { code }: KnownUse): (secret: ListedSecret) => boolean {
  if (show === 'deleted') return ({ deletedAt }) => deletedAt !== undefined;
  const kinds: Readonly<Record<typeof show, (secret: ListedSecret) => boolean>> = {
    all: () => true,
    ungranted: ({ agentIds }) => agentIds.length === 0,
    unused: without(code?.complete ? code.used : undefined),
    unread: ({ lastReadAt }) => lastReadAt === undefined,
    stale: ({ lastReadAt, createdAt }) => Date.parse(lastReadAt ?? createdAt) < Date.now() - staleMs,
    due: (secret) => dueSoon(secret, new Date()) !== undefined,
    deprecated: ({ deprecated }) => deprecated !== undefined,
  };
  return (secret) => secret.deletedAt === undefined && kinds[show](secret);
}

function without(names: readonly string[] | undefined): (secret: ListedSecret) => boolean {
  const known = new Set(names);
  return ({ name }) => names !== undefined && !known.has(name);
}

function matches(
  { name, description, fields, agentIds, owner = '', labels = [] }: ListedSecret,
  agentNames: ReadonlyMap<string, string>,
  words: readonly string[],
): boolean {
  if (words.length === 0) return true;
  const agents = agentIds.map((agentId) => agentNames.get(agentId) ?? agentId);
  const text = [name, description, owner, ...labels, ...fields, ...agents].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

function compare(a: ListedSecret, b: ListedSecret, order: SecretsView['order']): number {
  switch (order) {
    case 'name':
      return 0;
    case 'newest':
      return Date.parse(b.createdAt) - Date.parse(a.createdAt);
    case 'changed':
      return Date.parse(b.updatedAt) - Date.parse(a.updatedAt);
    case 'read':
      return Date.parse(a.lastReadAt ?? never) - Date.parse(b.lastReadAt ?? never);
    case 'agents':
      return b.agentIds.length - a.agentIds.length;
  }
}
