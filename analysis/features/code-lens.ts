import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { Translate } from '../../contracts/words.ts';
import type { CodeLens } from '../model/feature-types.ts';

const maximumNames = 3;

/** Shows a line above each function that reads agent secrets, listing those secrets. */
export function codeLenses(
  file: ParsedFile,
  references: readonly SecretReference[],
  functionAround: (reference: SecretReference) => Span | undefined,
  translate: Translate,
): readonly CodeLens[] {
  const reads = new Map<number, { readonly name: Span; readonly references: SecretReference[] }>();
  for (const reference of references) {
    const isRead = reference.dialect === 'agent' && !isJustBegun(reference);
    const name = isRead ? functionAround(reference) : undefined;
    if (name === undefined) continue;
    const known = reads.get(name.start);
    if (known === undefined) reads.set(name.start, { name, references: [reference] });
    else known.references.push(reference);
  }
  return [...reads.values()]
    .toSorted((one, other) => one.name.start - other.name.start)
    .map((read) => lensOf(file, read.name, titleOf(read.references, translate), read.references));
}

/** `get_secret("")`: the user has not typed the name yet. */
function isJustBegun({ names, patterns }: SecretReference): boolean {
  return names.length === 1 && names[0] === '' && patterns.length === 0;
}

function lensOf(
  file: ParsedFile,
  name: Span,
  title: string,
  references: readonly SecretReference[],
): CodeLens {
  const places = references.map(({ span }) => file.rangeOf(span));
  return { range: file.rangeOf(name), title, places };
}

/** `2 secrets: booking_api, zendesk_*_api`. Names chosen at run time are not listed. */
function titleOf(references: readonly SecretReference[], translate: Translate): string {
  const names = [...new Set(references.flatMap((read) => [...read.names, ...read.patterns]))].toSorted();
  const hasMore = references.some(({ dynamic }) => dynamic);
  if (names.length === 0) return translate('secrets whose names are computed at run time');
  const shown = names.slice(0, maximumNames).join(', ');
  const hidden = names.length - maximumNames;
  const listed = hidden > 0 ? translate('{names} and {count} more', { names: shown, count: hidden }) : shown;
  const said =
    names.length === 1
      ? translate('1 secret: {names}', { names: listed })
      : translate('{count} secrets: {names}', { count: names.length, names: listed });
  return hasMore ? translate('{secrets}, others computed at run time', { secrets: said }) : said;
}
