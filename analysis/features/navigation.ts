import type { Place, Range } from '../../contracts/lsp-messages.ts';
import type { Explanation, SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { mayReadSame, referenceAt } from './reference-at.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import type { Translate } from '../../contracts/words.ts';
import type { DocumentLink, SecretSymbol } from '../model/feature-types.ts';

/**
 * Returns the places where the names of a reference are written, in any file: the last step of each
 * derivation. For a name written at the reference, returns the reference itself, and editors then show all
 * references, because no file defines the secret.
 */
export function definition(file: ParsedFile, explanation: Explanation | undefined): readonly Place[] {
  if (explanation === undefined) return [];
  const { reference, derivations } = explanation;
  if (reference.literal !== undefined) return [{ uri: file.uri, range: file.rangeOf(reference.literal) }];
  const places = derivations.flatMap(({ kind, steps }) =>
    kind === 'unknown' ? [] : (steps.at(-1)?.place ?? []),
  );
  return [...new Map(places.map((place) => [keyOf(place), place])).values()];
}

function keyOf({ uri, range: { start } }: Place): string {
  return `${uri}:${start.line}:${start.character}`;
}

/**
 * Returns every place in the file that may read the same secret as the reference at `offset`, including that
 * reference.
 */
export function documentHighlights(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
): readonly Range[] {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return [];
  return references
    .filter((other) => other === reference || mayReadSame(reference, other))
    .map(({ span }) => file.rangeOf(span));
}

/**
 * Names in configuration files link to the secret. In code, clicking a name goes to its definition instead.
 */
export function documentLinks(
  file: ParsedFile,
  references: readonly SecretReference[],
  agent: AgentProject | undefined,
  translate: Translate,
): readonly DocumentLink[] {
  if (agent === undefined || file.languageId !== 'json') return [];
  return references.flatMap(({ names, span }) => {
    const [name] = names;
    if (name === undefined || name === '') return [];
    const tooltip = translate('Show in the Secrets view');
    const argument = { name, agentId: agent.agentId };
    const command = { id: serverCommandIds.showInSecretsView, title: tooltip, argument };
    return [{ range: file.rangeOf(span), tooltip, command }];
  });
}

/** No one reads through more results than this, and typing another letter shortens the list. */
const maximumSymbols = 500;

/**
 * Finds places that read secrets whose names contain the letters of the query in order. The query may start
 * with `#`, as in `#stripe`. Names that start with the query come first. An empty query has no results.
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
