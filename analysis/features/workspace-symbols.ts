import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretSymbol } from '../model/feature-types.ts';

/** More than anybody looks through; the next letter makes the list shorter. */
const maximumSymbols = 500;

/**
 * Places that read secrets whose names hold the letters of the query in this order, as `#stripe` or
 * `stripe`; names that start with them first. An empty query finds nothing: it is no question yet.
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
