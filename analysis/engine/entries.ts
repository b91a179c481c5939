import type { Contents, Key, Requirement, SecretAtom, Value } from './model.ts';
import { isCredentialField } from '../model/credential-field.ts';
import { keyOf } from './keys.ts';
import { credentialName, isSecret, join, nothing, unknown } from './values.ts';

/** The value of a credential among the fields of a secret. Empty if the object does not hold such fields. */
function credentialOf({ secret }: Contents): Value {
  return secret === undefined ? nothing : [{ kind: 'secret', ...secret }];
}

/** The value of a credential, unless the code has replaced or removed it. */
export function remainingCredential(contents: Contents): Value {
  const { entries, gone, secret } = contents;
  if (secret === undefined) return nothing;
  const isMasked = (key: Key): boolean =>
    isCredentialField(String(key)) &&
    entries.get(key)?.length !== 0 &&
    entries.get(key)?.some(isSecret) !== true;
  const masked = [...entries.keys(), ...gone].filter(isMasked).map(String);
  if (masked.length === 0) return credentialOf(contents);
  const { read, requires } = secret;
  return requires === 'fields' || requires.startsWith('without ')
    ? otherCredential({ kind: 'secret', read, requires }, masked)
    : nothing;
}

/** A credential with another name than these. A text has no fields. */
export function otherCredential(secret: SecretAtom, names: readonly string[]): Value {
  const { requires } = secret;
  if (requires.startsWith('field '))
    return names.includes(requires.slice('field '.length)) ? nothing : [secret];
  if (requires === 'text') return [secret];
  const all = new Set([...maskedIn(requires), ...names]);
  return [{ ...secret, requires: `without ${JSON.stringify([...all].toSorted())}` }];
}

/** The credentials that a value does not contain. */
export function maskedIn(requires: Requirement): readonly string[] {
  if (!requires.startsWith('without ')) return [];
  const names: unknown = JSON.parse(requires.slice('without '.length));
  return Array.isArray(names) ? names.map(String) : [];
}

/** The kind of secret that reading a field requires. Undefined if the code has masked it. */
function requirementFor(key: string, requires: Requirement): Requirement | undefined {
  if (requires === 'fields') return `field ${key}`;
  if (!requires.startsWith('without ')) return requires;
  return maskedIn(requires).includes(key) ? undefined : `field ${key}`;
}

/** The possible values under a key. Undefined if there is certainly none. */
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
  if (!isCredential) return join(unknown, others);
  const requires = requirementFor(key, secret.requires);
  if (requires === undefined) return join(unknown, others);
  return join([{ kind: 'secret', read: secret.read, requires }], others);
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
