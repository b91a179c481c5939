import type { Literal } from '../ir/ir.ts';
import type { Atom, Entered, LiteralAtom, SecretAtom, UnknownAtom, Value } from './model.ts';

/** The path of the key under which a secret has a credential, when all of its fields are looked at. */
export const credentialName = 'credential-name';

/** The path of a single letter of a string, which is its receiver. Harmless until the letters are joined. */
export const letterOf = 'letter';

/** Code often shows this many characters so that readers can tell keys apart. */
export const mostLetters = 8;

/** The path of a position in a string with a secret, followed by more than a few characters. */
export const positionIn = 'position';

export function isPosition(atom: Atom | undefined): boolean {
  return atom?.kind === 'outside' && atom.path === positionIn;
}

const maximumAtoms = 24;

export const unknownAtom: UnknownAtom = { kind: 'unknown' };
export const unknown: Value = [unknownAtom];
export const nothing: Value = [];
export const none: Value = [{ kind: 'literal', value: null }];
export const undefinedValue: Value = [{ kind: 'literal', value: undefined }];

export function literal(value: Literal): Value {
  return [{ kind: 'literal', value }];
}

export function outside(path: string, receiver?: Value): Value {
  return [{ kind: 'outside', path, ...(receiver && { receiver }) }];
}

/** Combines alternatives. If there are too many, literals are dropped first, and secrets last. */
export function join(...values: readonly Value[]): Value {
  const [first = nothing, ...others] = values.filter((value) => value.length > 0);
  if (others.length === 0) return first;
  const atoms = [...first];
  let lasting = atoms.filter(isLasting).length;
  for (const value of others)
    for (const atom of value) {
      // Atoms that are dropped in the end need not be compared with all others.
      const isGivenUp = !isLasting(atom) || (lasting >= maximumAtoms && !isSecret(atom));
      if (atoms.length > maximumAtoms && isGivenUp) continue;
      if (atoms.some((one) => isSameAtom(one, atom))) continue;
      atoms.push(atom);
      if (isLasting(atom)) lasting++;
    }
  if (atoms.length <= maximumAtoms) return atoms.length === first.length ? first : atoms;
  const kept = atoms.filter(isLasting);
  const ordered = [...kept.filter(isSecret), ...kept.filter((atom) => !isSecret(atom))];
  return [...ordered.slice(0, maximumAtoms - 1), unknownAtom];
}

function isLasting({ kind }: Atom): boolean {
  return kind !== 'literal' && kind !== 'unknown';
}

/** The same value without duplicates. */
export function distinct(value: Value): Value {
  return join(nothing, ...value.map((atom) => [atom]));
}

function isSameAtom(one: Atom, other: Atom): boolean {
  if (one === other) return true;
  switch (one.kind) {
    case 'literal':
      return other.kind === 'literal' && Object.is(one.value, other.value);
    case 'secret':
      return (
        other.kind === 'secret' &&
        one.read === other.read &&
        one.requires === other.requires &&
        one.entered === other.entered &&
        one.before === other.before &&
        one.serialized === other.serialized
      );
    case 'object':
      return other.kind === 'object' && one.id === other.id && one.entered === other.entered;
    case 'function':
      return (
        other.kind === 'function' &&
        one.code === other.code &&
        one.scope === other.scope &&
        one.receiver === other.receiver &&
        one.given === other.given
      );
    case 'class':
      return other.kind === 'class' && one.statics === other.statics;
    case 'super':
      return other.kind === 'super' && one.base === other.base && one.receiver === other.receiver;
    case 'outside':
      return (
        other.kind === 'outside' &&
        one.path === other.path &&
        one.receiver === other.receiver &&
        one.given === other.given
      );
    case 'unknown':
      return other.kind === 'unknown';
  }
}

/** The literal, if a value is certainly a single literal. */
export function onlyLiteral(value: Value): LiteralAtom | undefined {
  const [first, ...others] = value;
  return others.length === 0 && first?.kind === 'literal' ? first : undefined;
}

/** All strings and numbers among the possible values. */
export function keysIn(value: Value): readonly (string | number)[] {
  return value.flatMap((atom) =>
    atom.kind === 'literal' && (typeof atom.value === 'string' || typeof atom.value === 'number')
      ? [atom.value]
      : [],
  );
}

export function isSecret(atom: Atom): atom is SecretAtom {
  return atom.kind === 'secret';
}

/** The same secrets in a string whose beginning may differ. */
export function changedTexts(secrets: readonly SecretAtom[]): readonly SecretAtom[] {
  return secrets.map((secret) => {
    const { before: _, ...atom } = secret;
    return atom;
  });
}

/** Changes or removes the mark of the call through which atoms came in. */
export function withEntered(
  value: Value,
  change: (entered: Entered | undefined) => Entered | undefined,
): Value {
  let isChanged = false;
  const atoms = value.map((atom): Atom => {
    if (atom.kind !== 'secret' && atom.kind !== 'object') return atom;
    const entered = change(atom.entered);
    if (entered === atom.entered) return atom;
    isChanged = true;
    const { entered: _, ...rest } = atom;
    return { ...rest, ...(entered && { entered }) };
  });
  return isChanged ? atoms : value;
}
