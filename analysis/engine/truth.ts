import type { Atom, Contents, Value } from './model.ts';
import { lineage, methodsNamed } from './lineage.ts';
import type { Run } from './run.ts';
import { credentialName, join, literal, none } from './values.ts';

/** Whether a value counts as true. Undefined if it can be either. */
export function truthOf(run: Run, value: Value): boolean | undefined {
  const truths = new Set(value.map((atom) => truthOfAtom(run, atom)));
  return truths.size === 1 ? [...truths][0] : undefined;
}

function truthOfAtom(run: Run, atom: Atom): boolean | undefined {
  switch (atom.kind) {
    case 'literal':
      return Boolean(atom.value);
    case 'secret':
      return undefined;
    case 'function':
    case 'class':
    case 'super':
      return true;
    case 'object': {
      const { type, secret, entries, others, length } = run.contents(atom);
      if (secret !== undefined) return undefined;
      if (!run.library.isEmptyFalse) return true;
      if (type === 'instance') return truthOfInstance(run, run.contents(atom));
      if (length !== undefined) return length > 0;
      return entries.size === 0 && others.length === 0 && type === 'dictionary' ? false : undefined;
    }
    case 'outside':
      return atom.path === credentialName ? true : undefined;
    case 'unknown':
      return undefined;
  }
}

/** What methods such as `__bool__` return is not followed. Library classes can have them, too. */
function truthOfInstance(run: Run, { class: made, path }: Contents): boolean | undefined {
  if (made === undefined) return path === 're.Match' ? true : undefined;
  const { truth = [], alwaysTrue } = run.library.special;
  const isOther = lineage(made).some(({ bases }) =>
    bases.some((base) =>
      base.some((atom) => atom.kind !== 'class' && !(atom.kind === 'outside' && alwaysTrue?.test(atom.path))),
    ),
  );
  return isOther || truth.some((name) => methodsNamed(made, name).length > 0) ? undefined : true;
}

/** The atoms that can be true, or those that can be false. A secret that is false is empty. */
export function either(run: Run, value: Value, isTrue: boolean): Value {
  const possible = value.filter((atom) => truthOfAtom(run, atom) !== !isTrue);
  if (isTrue) return possible;
  return join(...possible.map((atom) => (holdsSecret(run, atom) ? none : [atom])));
}

/** Whether an atom is a secret: a string with its value, or the dictionary of its fields. */
export function holdsSecret(run: Run, atom: Atom): boolean {
  return atom.kind === 'secret' || (atom.kind === 'object' && run.contents(atom).secret !== undefined);
}

export function negated(run: Run, value: Value): Value {
  const truth = truthOf(run, value);
  return truth === undefined ? [...literal(true), ...literal(false)] : literal(!truth);
}
