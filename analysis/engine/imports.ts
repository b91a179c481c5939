import type { Value } from './model.ts';
import type { ExportStatement, ImportStatement } from '../ir/ir.ts';
import type { Caller, Run } from './run.ts';
import { keyOfVariable, moduleOf } from './variables.ts';
import { outside, unknown } from './values.ts';

/** The prefix of a module's variable that holds an export of JavaScript. */
export const exported = 'export ';

export function importNames(run: Run, { module, names }: ImportStatement, at: Caller): void {
  const found = run.module(module, at);
  const path = module.replace(/^node:/, '');
  for (const { name, as } of names) {
    if (name === '*' && as === undefined) {
      if (found !== undefined) importAll(run, found, at);
      continue;
    }
    if (as === undefined) continue;
    const value = found === undefined ? ofLibrary(path, name, as) : ofProject(run, found, name, module, at);
    run.assign({ kind: 'name', name: as, at: at.place.at }, value, at.scope, at.place.at);
    if (found !== undefined) assignLater(run, as, value, at, () => ofProject(run, found, name, module, at));
  }
}

/** The other file may still be loading, because it imports this one. */
function assignLater(run: Run, name: string, value: Value, { scope }: Caller, later: () => Value): void {
  if (scope.code !== undefined || value.some(({ kind }) => kind !== 'unknown')) return;
  const key = keyOfVariable(scope, name);
  run.whenLoaded(scope.module, () => {
    if (run.state.variable(key) === value) run.state.setVariable(key, later());
  });
}

function ofLibrary(path: string, name: string | undefined, as: string): Value {
  if (path.startsWith('.')) return unknown;
  // `import a.b` binds `a`.
  if (name === undefined) return outside(path.startsWith(`${as}.`) ? as : path);
  return outside(name === 'default' || name === '*' ? path : `${path}.${name}`);
}

function ofProject(run: Run, found: Value, name: string | undefined, module: string, at: Caller): Value {
  if (name === undefined || name === '*') return found;
  // A CommonJS module is its own default export.
  if (
    name === 'default' &&
    !found.some((atom) => atom.kind === 'object' && run.contents(atom).entries.has(name))
  )
    return found;
  const value = run.member(found, name, at);
  if (value.some(({ kind }) => kind !== 'unknown')) return value;
  // `from package import module`
  return run.module(`${module}${module.endsWith('.') ? '' : '.'}${name}`, at) ?? value;
}

function importAll(run: Run, found: Value, at: Caller): void {
  for (const atom of found)
    if (atom.kind === 'object')
      for (const [name, value] of run.contents(atom).entries)
        run.assign(
          { kind: 'name', name: String(name), at: at.place.at },
          value,
          moduleOf(at.scope),
          at.place.at,
        );
}

/** Keeps exports as variables with a prefix. */
export function exportNames(run: Run, { names, module }: ExportStatement, at: Caller): void {
  const found = module === undefined ? undefined : (run.module(module, at) ?? unknown);
  const scope = moduleOf(at.scope);
  const set = (name: string, value: Value): void =>
    run.state.setVariable(keyOfVariable(scope, `${exported}${name}`), value);
  for (const { name, value, from } of names) {
    if (name === '*' && from === undefined) {
      for (const atom of found ?? [])
        if (atom.kind === 'object')
          for (const [key, one] of run.contents(atom).entries) set(String(key), one);
    } else if (value !== undefined) set(name, run.evaluate(value, at.scope));
    else if (found !== undefined) {
      const exports = (): Value => (from === undefined || from === '*' ? found : run.member(found, from, at));
      const one = exports();
      set(name, one);
      assignLater(run, `${exported}${name}`, one, { ...at, scope }, exports);
    }
  }
}
