import type { Contents, Key, Value } from './model.ts';
import { isCredentialField } from '../model/credential-field.ts';
import { keyOf } from './keys.ts';
import { credentialName, join, nothing, unknown } from './values.ts';

/** The value of a credential among the fields of a secret. Empty if the object does not hold such fields. */
export function credentialOf({ secret }: Contents): Value {
  return secret === undefined ? nothing : [{ kind: 'secret', ...secret }];
}

/** What can be read under a key. Undefined if there is certainly nothing. */
export function entryAt(contents: Contents, key: Key): Value | undefined {
  const { entries, length, gone, secret } = contents;
  if (typeof key === 'number' && key < 0 && contents.type !== 'dictionary') {
    if (length !== undefined) return entries.get(length + key);
    return join(...entries.values(), contents.others);
  }
  const own = entries.get(key);
  if (own !== undefined) return own;
  if (gone.has(key) || length !== undefined) return undefined;
  const others = mayBeAmongOthers(contents, key) ? contents.others : nothing;
  if (secret === undefined) return others.length === 0 ? undefined : others;
  const isCredential = typeof key === 'string' && isCredentialField(key);
  return join(isCredential ? credentialOf(contents) : unknown, others);
}

function mayBeAmongOthers({ type, otherKeys }: Contents, key: Key): boolean {
  if (type !== 'dictionary' || otherKeys.length === 0) return true;
  return otherKeys.some((atom) => {
    if (atom.kind === 'literal') {
      const { value } = atom;
      return (typeof value === 'string' || typeof value === 'number') && keyOf(value) === key;
    }
    if (atom.kind === 'outside' && atom.path === credentialName)
      return typeof key === 'string' && isCredentialField(key);
    return true;
  });
}

/** An instance without attributes. */
export const emptyContents: Contents = {
  type: 'instance',
  entries: new Map(),
  others: nothing,
  otherKeys: nothing,
  gone: new Set(),
};
