import type { Contents, ObjectAtom, Value } from './model.ts';
import { isCredentialField } from '../model/credential-field.ts';
import type { Run } from './run.ts';
import { join, nothing } from './values.ts';
import { objectsIn, secretsIn, valuesIn } from './contents.ts';
import { through } from './paths.ts';

/** The entries of an address that hold the string it was created from, and its query. */
export const textKey = '[text]';
export const queryKey = 'searchParams';

/** The replaced part may have been the entire secret. */
export function textOfParts(run: Run, atom: ObjectAtom): Value {
  const { entries } = run.contents(atom);
  const original = entries.get(textKey) ?? nothing;
  const password = entries.get('password') ?? nothing;
  const queries = queriesOf(run, entries);
  const isMasked = secretsIn(password).length < original.length || queries.some(isChanged);
  const written = [...entries].filter(
    ([key, value]) => key !== textKey && key !== queryKey && value !== original,
  );
  const parts = written.map(([, value]) => run.textOf(value));
  return through(run, atom, join(isMasked ? nothing : original, ...parts, ...writtenIn(run, queries)));
}

export function queriesOf(run: Run, entries: Contents['entries']): readonly Contents[] {
  return objectsIn(entries.get(queryKey) ?? nothing).map((query) => run.contents(query));
}

/** What the code has added to a query. */
export function writtenIn(run: Run, queries: readonly Contents[]): readonly Value[] {
  return queries.map(({ entries, others }) => run.textOf(join(...entries.values(), others)));
}

export function isChanged({ entries, gone, secret }: Contents): boolean {
  return secret !== undefined && [...entries.keys(), ...gone].some((key) => isCredentialField(String(key)));
}

/** The text of an address or a query. Undefined for anything else. */
export function textOfAddress(run: Run, atom: ObjectAtom): Value | undefined {
  const contents = run.contents(atom);
  if (contents.path === 'URL') return textOfParts(run, atom);
  if (contents.path?.startsWith('urllib.parse.') === true && contents.class === undefined)
    return through(run, atom, secretsIn(valuesIn(contents)));
  if (contents.path?.endsWith('URLSearchParams') !== true) return undefined;
  const { secret: _, ...rest } = contents;
  return secretsIn(run.textOf(valuesIn(isChanged(contents) ? rest : contents)));
}
