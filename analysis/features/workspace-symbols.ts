import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretSymbol } from '../model/feature-types.ts';

/** More than anyone reads through; typing another letter shortens the list. */
const maximumSymbols = 500;

/**
 * Places that read secrets whose names contain the letters of the query in this order, such as `#stripe` or
 * `stripe`; names that start with them come first. An empty query has no results.
 */
export function workspaceSymbols(
  query: string,
  agentId: string,
  uses: Readonly<Record<string, readonly Place[]>>,
): readonly SecretSymbol[] {
  const wanted = query.replace(/^#/, '').toLowerCase();
  if (query === '') return [];
  return Object.entries(uses)
    .filter(([name]) => holdsLetters(name.toLowerCase(), wanted))
    .toSorted(([one], [other]) => rank(one, wanted) - rank(other, wanted))
    .flatMap(([name, places]) => places.map((place) => ({ name, agentId, place })))
    .slice(0, maximumSymbols);
}

function rank(name: string, wanted: string): number {
  const at = name.toLowerCase().indexOf(wanted);
  return at === -1 ? 2 : Math.min(at, 1);
}

function holdsLetters(name: string, wanted: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
