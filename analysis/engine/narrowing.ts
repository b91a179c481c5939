import { keyOfOutside } from './paths.ts';
import { lineage, methodsNamed } from './lineage.ts';
import type { Atom, ClassAtom, ObjectAtom, Scope, Value } from './model.ts';
import type { Expression } from '../ir/ir.ts';
import { withEntries } from './entry-maps.ts';
import type { Run } from './run.ts';
import { setVariable } from './variables.ts';
import { credentialName, nothing } from './values.ts';

/** Replaces the value of a variable, an attribute or an entry. False if nothing is left of it. */
export function narrow(
  run: Run,
  expression: Expression,
  scope: Scope,
  change: (value: Value) => Value,
): boolean {
  const before = placeValue(run, expression, scope);
  if (before.length === 0) return true;
  const after = change(before);
  if (after.length === 0) return false;
  if (after.length < before.length || after.some((atom, index) => atom !== before[index]))
    setPlace(run, expression, after, scope);
  return true;
}

/** The value of an expression that is a place and whose evaluation changes nothing. Otherwise empty. */
export function placeValue(run: Run, expression: Expression, scope: Scope): Value {
  if (expression.kind === 'assignment' && expression.target.kind === 'name')
    return run.evaluate(expression.target, scope);
  return isPlace(expression) && !callsCode(run, expression, scope)
    ? run.evaluate(expression, scope)
    : nothing;
}

/** Whether reading or writing a place calls methods of the project: a getter, or `__getitem__`. */
function callsCode(run: Run, expression: Expression, scope: Scope): boolean {
  if (expression.kind !== 'member' && expression.kind !== 'index') return false;
  if (callsCode(run, expression.object, scope)) return true;
  const { getMember, getItem, setItem } = run.library.special;
  const object = run.evaluate(expression.object, scope);
  if (expression.kind === 'member') return object.some((atom) => hasAccessor(run, atom, expression.name));
  return object.some((atom) => {
    const made = atom.kind === 'object' ? run.contents(atom).class : undefined;
    return hasMethod(made, getItem) || hasMethod(made, setItem) || hasMethod(made, getMember);
  });
}

function hasAccessor(run: Run, atom: Atom, name: string): boolean {
  if (atom.kind === 'class') return isAccessor(methodsNamed(atom, name));
  if (atom.kind !== 'object') return false;
  const { class: made, entries } = run.contents(atom);
  const own = entries.get(name);
  if (own !== undefined)
    return isAccessor(own) || (made !== undefined && isAccessor(methodsNamed(made, name)));
  return (
    made !== undefined &&
    (isAccessor(methodsNamed(made, name)) || hasMethod(made, run.library.special.getMember))
  );
}

function isAccessor(value: Value): boolean {
  return value.some((atom) => atom.kind === 'function' && /(?:getter|setter)$/.test(atom.code.role ?? ''));
}

function hasMethod(made: ClassAtom | undefined, name: string | undefined): boolean {
  return made !== undefined && name !== undefined && methodsNamed(made, name).length > 0;
}

export function isPlace(expression: Expression): boolean {
  if (expression.kind === 'name') return true;
  if (expression.kind === 'member') return isPlace(expression.object);
  if (expression.kind !== 'index') return false;
  const { index } = expression;
  return (index.kind === 'literal' || index.kind === 'name') && isPlace(expression.object);
}

/**
 * A value that the code has stored outside the program, such as `conv.state.key`. Narrowing it must not count
 * as storing it.
 */
function setOutside(run: Run, key: string, value: Value): void {
  const kept = value.filter(({ kind }) => kind !== 'outside');
  if (run.state.variable(key) !== undefined) run.state.setVariable(key, kept);
}

/** The attribute can belong to the class itself or to one of its bases. */
function setStatic(run: Run, made: ClassAtom, name: string, value: Value): void {
  for (const { statics } of lineage(made)) {
    const atom: ObjectAtom = { kind: 'object', id: statics };
    const contents = run.contents(atom);
    if (!contents.entries.has(name)) continue;
    return run.change(atom, {
      ...contents,
      entries: withEntries(contents.entries, new Map([[name, value]])),
    });
  }
}

function setPlace(run: Run, expression: Expression, value: Value, scope: Scope): void {
  const at = { scope, place: { unit: scope.unit, at: expression.at } };
  const variable = expression.kind === 'assignment' ? expression.target : expression;
  if (variable.kind === 'name') return setVariable(run, variable.name, value, scope);
  if (expression.kind !== 'member' && expression.kind !== 'index') return;
  const objects = run.evaluate(expression.object, scope).filter(({ kind }) => kind !== 'secret');
  const [object, ...others] = objects;
  if (object?.kind === 'outside' && expression.kind === 'member')
    return setOutside(run, keyOfOutside(object.path, expression.name), value);
  if (object?.kind === 'class' && others.length === 0 && expression.kind === 'member')
    return setStatic(run, object, expression.name, value);
  if (object?.kind !== 'object' || others.length > 0) return;
  if (expression.kind === 'member') run.setMember([object], expression.name, value, at);
  else {
    const keys = run.evaluate(expression.index, scope);
    const [key, ...more] = keys;
    const isOne = key?.kind === 'literal' || (key?.kind === 'outside' && key.path === credentialName);
    if (isOne && more.length === 0) run.setItem([object], keys, value, at);
  }
}
