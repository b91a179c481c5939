import type { Atom, ClassAtom, ObjectAtom, Value } from './model.ts';
import { lineage, methodsNamed } from './lineage.ts';
import type { Caller, Run } from './run.ts';
import { join, literal, none, nothing, unknown } from './values.ts';

/** The path of `property(read)`, and the entry with the function. */
export const propertyPath = 'property';
export const readKey = 'read';

/**
 * The result of reading a class attribute through an instance or the class. Python binds functions to
 * instances.
 */
export function describedValue(run: Run, made: ClassAtom, value: Value, receiver: Value, at: Caller): Value {
  const { descriptors } = run.library.special;
  const isClass = receiver.every(({ kind }) => kind === 'class');
  if (descriptors === undefined || !value.some(({ kind }) => kind === 'object' || kind === 'function'))
    return value;
  return join(
    ...value.map((atom): Value => {
      if (atom.kind === 'function') return isClass ? [atom] : [boundTo(atom, receiver)];
      if (atom.kind !== 'object') return [atom];
      const { path, entries } = run.contents(atom);
      if (path === propertyPath)
        return isClass ? unknown : run.call(entries.get(readKey) ?? nothing, [{ value: receiver }], at);
      if (!hasMethod(run, atom, descriptors.get)) return [atom];
      const passed = [{ value: isClass ? none : receiver }, { value: [made] }];
      return run.call(run.member([atom], descriptors.get, at), passed, at);
    }),
  );
}

/** Methods keep arguments bound in advance after their receiver. */
function boundTo(atom: Extract<Atom, { kind: 'function' }>, receiver: Value): Atom {
  if (atom.receiver !== undefined || atom.code.role === 'static') return atom;
  if (atom.owner !== undefined) return { ...atom, receiver };
  return atom.given === undefined ? { ...atom, given: [{ value: receiver }] } : atom;
}

/** Whether a class has a descriptor of its own for an attribute. */
export function isDescribed(run: Run, made: ClassAtom | undefined, name: string): boolean {
  return made !== undefined && describing(run, made, name).length > 0;
}

/** Sets an attribute through a descriptor. */
export function setDescribed(
  run: Run,
  made: ClassAtom,
  atom: ObjectAtom,
  name: string,
  value: Value,
  at: Caller,
): boolean {
  const setters = describing(run, made, name);
  const { set = '' } = run.library.special.descriptors ?? {};
  for (const one of setters) run.call(run.member([one], set, at), [{ value: [atom] }, { value }], at);
  return setters.length > 0;
}

/** Passes the names of class attributes to their descriptors. */
export function nameDescriptors(run: Run, made: ClassAtom, name: string, value: Value): void {
  const { named } = run.library.special.descriptors ?? {};
  const { code, scope } = made;
  const at = { scope, place: { unit: scope.unit, at: code.at } };
  for (const atom of value)
    if (named !== undefined && atom.kind === 'object' && hasMethod(run, atom, named))
      run.call(run.member([atom], named, at), [{ value: [made] }, { value: literal(name) }], at);
}

function describing(run: Run, made: ClassAtom, name: string): readonly ObjectAtom[] {
  const { descriptors } = run.library.special;
  if (descriptors === undefined) return [];
  for (const { statics } of lineage(made)) {
    const value = run.contents({ kind: 'object', id: statics }).entries.get(name);
    if (value !== undefined)
      return value
        .filter((atom) => atom.kind === 'object')
        .filter((atom) => hasMethod(run, atom, descriptors.set));
  }
  return [];
}

function hasMethod(run: Run, atom: ObjectAtom, name: string): boolean {
  const { class: made } = run.contents(atom);
  return made !== undefined && methodsNamed(made, name).length > 0;
}
