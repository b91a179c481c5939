import type { Unit } from '../ir/ir.ts';
import type { Follower } from './follower.ts';
import type { Module } from '../engine/model.ts';
import { importsIn } from './relevant.ts';

/**
 * Loads the modules that functions import, so that their code runs before any function is followed. The
 * result of an entry then does not depend on which entries were followed before.
 */
export function loadImports(run: Follower, module: Module, units: Iterable<Unit>): void {
  const loaded = new Set([module.uri]);
  const waiting: (readonly [Module, Iterable<Unit>])[] = [[module, units]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [from, all] = next;
    for (const unit of all) for (const name of importedIn(unit)) load(run, from, unit, name);
    for (const { module: other } of run.scopes.values()) {
      if (loaded.has(other.uri)) continue;
      loaded.add(other.uri);
      waiting.push([other, other.units]);
    }
  }
}

/** The modules that the imports in a unit may refer to. */
function* importedIn(unit: Unit): Generator<string> {
  for (const { module, names } of importsIn(unit)) {
    yield module;
    for (const { name } of names)
      if (name !== undefined && name !== '*' && name !== 'default')
        yield `${module}${module.endsWith('.') ? '' : '.'}${name}`;
  }
}

function load(run: Follower, module: Module, unit: Unit, name: string): void {
  const scope = run.scopes.get(module.uri);
  if (scope !== undefined) run.module(name, { scope, place: { unit, at: { start: 0, end: 0 } } });
}
