import type { Translate } from '../../contracts/words.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import { shorten } from './place-lines.ts';

/** A secret, and the locations in the code that read it. */
export interface NamedUses {
  readonly name: string;
  readonly places: readonly Place[];
}

/** More lines would push the dialog's button out of view. */
const mostNames = 12;
const mostPlaces = 3;

/** One line per secret, with the first locations that read it and the number of others. */
export function previewLines(
  uses: readonly NamedUses[],
  labelOf: (place: Place) => string,
  t: Translate,
): readonly string[] {
  const lines = uses.map(({ name, places }) => {
    const shown = shorten(places.map(labelOf), mostPlaces, t);
    return shown.length === 0 ? `• ${name}` : `• ${name} – ${shown.join(', ')}`;
  });
  return shorten(lines, mostNames, t);
}
