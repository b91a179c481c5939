import type { Place } from '../../contracts/lsp-messages.ts';
import type { Explanation } from '../model/derivation.ts';
import type { ParsedFile } from '../model/parsed-file.ts';

/**
 * Where the names of a reference are written, in any file: the last step of each derivation. If the name is
 * written at the reference, returns that place, for which editors show the references instead: the secret
 * itself is not defined in any file.
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
