import type { SecretReference } from '../model/reference.ts';

const named = new WeakMap<SecretReference, Map<string, SecretReference>>();
const origins = new WeakMap<SecretReference, SecretReference>();

/** A read whose name is an argument of the function or an attribute, with the name that is known for it. */
export function readNamed(read: SecretReference, name: string): SecretReference {
  const isOneOfSeveral = read.names.length > 1 && read.names.includes(name);
  if (!read.dynamic && !isOneOfSeveral) return read;
  const known = named.get(read) ?? new Map<string, SecretReference>();
  named.set(read, known);
  const made = known.get(name) ?? { ...read, names: [name], patterns: [], dynamic: false };
  known.set(name, made);
  origins.set(made, read);
  return made;
}

/** The same read without a name. */
export function originOf(read: SecretReference): SecretReference | undefined {
  return origins.get(read);
}
