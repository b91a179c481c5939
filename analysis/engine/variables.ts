import type { Atom, Module, Scope, Value } from './model.ts';
import type { Run } from './run.ts';
import { outside, unknown } from './values.ts';

/** Reads a variable. Names that are bound nowhere belong to the language: `print`, `console`. */
export function lookUp(run: Run, name: string, scope: Scope): Value {
  for (let inner: Scope | undefined = scope; inner !== undefined; inner = inner.outer) {
    if (inner.code === undefined) return moduleVariable(run, name, inner);
    if (inner.code.globals.has(name)) return moduleVariable(run, name, moduleOf(inner));
    const { receiver, locals } = inner.code;
    const isOfCall = name === receiver || (receiver !== undefined && name === run.library.special.arguments);
    if (isOfCall || locals.has(name))
      return ofKnownKind(run, run.state.variable(keyOfVariable(inner, name)) ?? unknown);
  }
  return unknown;
}

/**
 * Omits values that a read cannot have returned, because code has tested another variable with the same
 * value.
 */
function ofKnownKind(run: Run, value: Value): Value {
  const isPossible = (atom: Atom): boolean => {
    const secret =
      atom.kind === 'object' ? run.contents(atom).secret : atom.kind === 'secret' ? atom : undefined;
    const kind = secret && run.state.kindOf(secret.read);
    return kind === undefined || (kind === 'text') === (secret?.requires === 'text');
  };
  return value.every(isPossible) ? value : value.filter(isPossible);
}

function moduleVariable(run: Run, name: string, scope: Scope): Value {
  const value = run.state.variable(keyOfVariable(scope, name));
  if (value !== undefined) return ofKnownKind(run, value);
  return isBound(scope, name) ? unknown : outside(name);
}

const boundIn = new WeakMap<Module, ReadonlySet<string>>();

/** Whether the module binds a name at its top level. */
export function isBound({ module }: Scope, name: string): boolean {
  const names = boundIn.get(module) ?? new Set(module.units.flatMap(({ code }) => code.binds));
  boundIn.set(module, names);
  return names.has(name);
}

/** Writes a variable where the function that is running finds it. */
export function setVariable(run: Run, name: string, value: Value, scope: Scope): void {
  const owner = ownerOf(name, scope);
  if (owner.code === undefined) run.noteChange();
  run.state.setVariable(keyOfVariable(owner, name), value);
}

/** The scope of the variable that an assignment to a name changes. */
export function ownerOf(name: string, scope: Scope): Scope {
  for (let inner: Scope | undefined = scope; inner !== undefined; inner = inner.outer) {
    if (inner.code === undefined || inner.code.locals.has(name)) return inner;
    if (inner.code.globals.has(name)) return moduleOf(inner);
  }
  return moduleOf(scope);
}

export function moduleOf(scope: Scope): Scope {
  let module = scope;
  while (module.outer !== undefined) module = module.outer;
  return module;
}

/** A name with a suffix is private to its unit. */
export function keyOfVariable({ id, code, unit }: Scope, name: string): string {
  return code === undefined && name.includes('#') ? `${id}:${unit.start}:${name}` : `${id}:${name}`;
}
