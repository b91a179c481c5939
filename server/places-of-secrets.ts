import type { Dialect, SecretReference, SecretSymbol } from '../analysis/index.ts';
import type { FieldPlacesParams, FieldPlacesResult, Place } from '../contracts/lsp-messages.ts';
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

/** The code that reads one of these fields of the secret, and the other code that reads the secret. */
export async function placesOfFields(
  session: ServerSession,
  { name, fields }: FieldPlacesParams,
): Promise<FieldPlacesResult> {
  const places = await placesNamed(session, [name]);
  const uris = [...new Set(places.map(({ uri }) => uri))];
  const uses = (await Promise.all(uris.map((uri) => fieldUses(session, uri, name)))).flat();
  const found = uses.filter(({ field }) => fields.includes(field));
  const reads = new Set(found.flatMap((use) => use.reads));
  return {
    fields: found.map(({ place }) => place),
    others: places.filter((place) => !reads.has(keyOf(place))),
  };
}

interface FieldUse {
  readonly field: string;
  readonly place: Place;
  /** The locations from which the value may come. */
  readonly reads: readonly string[];
}

async function fieldUses(session: ServerSession, uri: string, name: string): Promise<readonly FieldUse[]> {
  const { agent } = await session.contexts.now(uri);
  const project = agent && (await session.projectFiles.read(agent));
  const file = session.projectFiles.file(uri);
  if (file === undefined) return [];
  await session.preparation.values(file, project);
  const placeOf = (span: SecretReference['span']): Place => ({ uri, range: file.rangeOf(span) });
  return session.analyzer.uses(file, project).flatMap(({ kind, field, span, mayBe }) => {
    const reads = mayBe.filter(({ names }) => names.includes(name)).map((read) => keyOf(placeOf(read.span)));
    return kind === 'field' && field !== undefined && reads.length > 0
      ? [{ field, place: placeOf(span), reads }]
      : [];
  });
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
