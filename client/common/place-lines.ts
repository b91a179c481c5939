import type { Translate } from '../../contracts/words.ts';

/** More lines would push the dialog's button out of view. */
const mostPlaces = 10;

/** The locations in this workspace that read the secret, as lines of a dialog. */
export function placeLines(places: readonly string[], t: Translate): readonly string[] {
  if (places.length === 0) return [t('No code in this workspace reads it.')];
  return [t('Code in this workspace reads it here:'), ...listed(places, t)];
}

export function listed(places: readonly string[], t: Translate): readonly string[] {
  const labels = places.map((place) => `• ${place}`);
  return shorten(labels, mostPlaces, t);
}

/** How many of these locations will fail after a revoke; empty if none do. */
export function missingAccessLines(
  uses: readonly { readonly places: readonly unknown[] }[],
  t: Translate,
): readonly string[] {
  const count = uses.reduce((sum, { places }) => sum + places.length, 0);
  if (count === 0) return [];
  const sentence =
    count === 1
      ? t('1 place in this workspace will raise MissingAccess from its next run.')
      : t('{0} places in this workspace will raise MissingAccess from their next run.', count);
  return ['', sentence];
}

/** The first items, and how many more there are. */
export function shorten(texts: readonly string[], most: number, t: Translate): readonly string[] {
  return texts.length > most ? [...texts.slice(0, most), t('and {0} more', texts.length - most)] : texts;
}
