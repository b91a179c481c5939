import type { Dialect, SecretSymbol } from '../analysis/index.ts';
import type { Place } from '../contracts/lsp-messages.ts';
import type { ServerSession } from './server-session.ts';

/**
 * Every location in the workspace that may read one of these secrets, without duplicates, sorted by file and
 * position.
 */
export async function placesNamed(
  session: ServerSession,
  names: readonly string[],
  dialect: Dialect = 'agent',
): Promise<readonly Place[]> {
  const places = await Promise.all(names.map((name) => session.index.everywhere(name, dialect)));
  return [...new Map(places.flat().map((place) => [keyOf(place), place])).values()].toSorted(inOrder);
}

/** The locations where any agent reads a secret whose name matches the query. */
export async function symbolsFor(session: ServerSession, query: string): Promise<readonly SecretSymbol[]> {
  if (query === '') return [];
  const agents = await session.index.ofAllAgents();
  return [...agents].flatMap(([agentId, uses]) => session.analyzer.workspaceSymbols(query, agentId, uses));
}

function keyOf({ uri, range: { start } }: Place): string {
  return `${uri} ${start.line}:${start.character}`;
}

function inOrder(one: Place, other: Place): number {
  if (one.uri !== other.uri) return one.uri < other.uri ? -1 : 1;
  const [start, otherStart] = [one.range.start, other.range.start];
  return start.line - otherStart.line || start.character - otherStart.character;
}
