import { compareNames } from '../../contracts/name-order.ts';
import type { ListedSecret } from '../../contracts/secrets-messages.ts';

export interface SecretsView {
  readonly filter: string;
  readonly show: 'all' | 'ungranted' | 'deprecated';
  readonly order: 'name' | 'newest' | 'changed' | 'agents';
  readonly layout: 'cards' | 'list';
}

export const firstView: SecretsView = { filter: '', show: 'all', order: 'name', layout: 'cards' };

/** The secrets to show, in display order. Every word of the filter must match a name, text or agent. */
export function shownSecrets(
  secrets: readonly ListedSecret[],
  agentNames: ReadonlyMap<string, string>,
  { filter, show, order }: SecretsView,
): readonly ListedSecret[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return secrets
    .filter((secret) => isWanted(secret, show) && matches(secret, agentNames, words))
    .toSorted((a, b) => compare(a, b, order) || compareNames(a.name, b.name));
}

function isWanted({ agentIds, deprecated }: ListedSecret, show: SecretsView['show']): boolean {
  if (show === 'ungranted') return agentIds.length === 0;
  return show === 'all' || deprecated !== undefined;
}

function matches(
  { name, description, fields, agentIds }: ListedSecret,
  agentNames: ReadonlyMap<string, string>,
  words: readonly string[],
): boolean {
  if (words.length === 0) return true;
  const agents = agentIds.map((agentId) => agentNames.get(agentId) ?? agentId);
  const text = [name, description, ...fields, ...agents].join('\n').toLowerCase();
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
    case 'agents':
      return b.agentIds.length - a.agentIds.length;
  }
}
