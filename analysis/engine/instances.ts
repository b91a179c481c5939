import type { Atom, ClassAtom, OutsideAtom, Scope, Value } from './model.ts';
import type { Expression } from '../ir/ir.ts';
import { lineage } from './lineage.ts';
import { isPlace } from './narrowing.ts';
import type { Run } from './run.ts';
import { holdsSecret } from './truth.ts';
import { nothing } from './values.ts';

/**
 * The types that the second operand of a type test names, one atom for each. A type of `typeof` is a string. Empty
 * if they are not known.
 */
export function typesIn(run: Run, expression: Expression, scope: Scope): Value {
  if (expression.kind === 'literal') return [outsideNamed(String(expression.value))];
  if (expression.kind === 'collection')
    return expression.items.flatMap(({ value }) => typesIn(run, value, scope));
  if (expression.kind === 'operation')
    return expression.operator === 'union' || expression.operator === 'arithmetic'
      ? expression.operands.flatMap((operand) => typesIn(run, operand, scope))
      : nothing;
  if (!isPlace(expression)) return nothing;
  return typesOf(run, run.evaluate(expression, scope));
}

function typesOf(run: Run, types: Value): Value {
  return types.flatMap((atom) => {
    if (atom.kind === 'literal') return [outsideNamed(String(atom.value))];
    const isTuple = atom.kind === 'object' && run.contents(atom).type === 'tuple';
    return isTuple ? [...run.contents(atom).entries.values()].flat() : [atom];
  });
}

/** Whether everything that a value can be is an instance of one of the types. Undefined if it can be either. */
export function isInstanceOfAll(run: Run, value: Value, types: Value): boolean | undefined {
  // A read gives a text or a dictionary.
  if (value.some((atom) => holdsSecret(run, atom))) return undefined;
  const outcomes = new Set(value.map((atom) => isInstance(run, atom, typesOf(run, types))));
  return outcomes.size === 1 ? [...outcomes][0] : undefined;
}

export function outsideNamed(path: string): OutsideAtom {
  return { kind: 'outside', path };
}

/** Whether an atom is an instance of one of the types. Undefined if it can be either. */
export function isInstance(run: Run, atom: Atom, types: Value): boolean | undefined {
  const outcomes = new Set(types.map((type) => isOfType(run, atom, type)));
  if (outcomes.has(true)) return true;
  return outcomes.has(undefined) ? undefined : false;
}

function isOfType(run: Run, atom: Atom, type: Atom): boolean | undefined {
  if (type.kind === 'class') return isOfClass(run, atom, type);
  const kind = kindOf(run, atom);
  if (kind === undefined) return undefined;
  if (type.kind !== 'outside') return undefined;
  const name = type.path.slice(type.path.lastIndexOf('.') + 1);
  if (
    (general.test(name) && !run.library.dictionaryTypes.has(type.path)) ||
    (kind === 'text' && /^bytes|^bytearray/.test(name))
  )
    return undefined;
  if (kind === 'text') return run.library.textTypes.has(type.path);
  if (run.library.dictionaryTypes.has(type.path))
    return kind === 'dictionary' || (kind !== 'number' && kind !== 'boolean' && !run.library.isEmptyFalse);
  const named = run.library.collectionTypes.get(name);
  if (named !== undefined) return named === kind;
  if (numeric.test(name)) return kind === 'number' || (kind === 'boolean' && run.library.isEmptyFalse);
  return /^bool(?:ean)?$/.test(name) ? kind === 'boolean' : false;
}

/** Types of which texts and collections can be instances, too. */
const general =
  /^(?:object|Any|Sequence|MutableSequence|Iterable|Iterator|Collection|Container|Sized|Hashable|Generator|ByteString)$/;
const numeric = /^(?:int|float|complex|Number|Real|number)$/;

type Kind = 'text' | 'dictionary' | 'list' | 'tuple' | 'set' | 'number' | 'boolean' | 'instance';

/** Undefined if the types of an atom are not known. */
function kindOf(run: Run, atom: Atom): Kind | undefined {
  if (atom.kind === 'secret') return 'text';
  if (atom.kind === 'literal') {
    if (typeof atom.value === 'string') return 'text';
    if (typeof atom.value === 'number') return 'number';
    return typeof atom.value === 'boolean' ? 'boolean' : undefined;
  }
  if (atom.kind !== 'object') return undefined;
  const { type, class: made, path } = run.contents(atom);
  if (type === 'instance') return made === undefined || hasOutsideBase(made) ? undefined : 'instance';
  return path === undefined ? type : undefined;
}

function isOfClass(run: Run, atom: Atom, type: ClassAtom): boolean | undefined {
  if (atom.kind === 'secret') return false;
  if (atom.kind !== 'object') return undefined;
  const { class: made, secret, path } = run.contents(atom);
  if (made === undefined) return secret === undefined && path !== undefined ? undefined : false;
  if (lineage(made).some(({ statics }) => statics === type.statics)) return true;
  return hasOutsideBase(made) ? undefined : false;
}

/** A class of a library can be derived from any type. */
function hasOutsideBase(made: ClassAtom): boolean {
  return lineage(made).some(({ bases }) => bases.flat().some(({ kind }) => kind !== 'class'));
}
