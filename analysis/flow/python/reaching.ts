import type { Binding } from './binding.ts';
import { evaluated } from './expression-walk.ts';
import { itemsLooped } from './loop-items.ts';
import { Places } from './places.ts';
import type { PythonModule } from './python-module.ts';
import type { Scope } from './scope.ts';
import { StatementWalk } from './statement-walk.ts';
import type { Reaching, State } from './states.ts';

/** Follows control flow once from the start of `scope` to its end; unreachable code sees all bindings. */
export function reachingIn(module: PythonModule, scope: Scope, bindings: readonly Binding[]): Reaching {
  const places = new Places(module, scope, bindings);
  const walk = new StatementWalk(places);
  const start: State = bindings.filter(({ kind }) => kind === 'parameter');
  const end = walk.isExhausted ? undefined : endOf(walk, places, scope, start);
  if (walk.isExhausted) return { at: () => bindings, atEnd: bindings };
  return { at: (use) => places.seenAt(use) ?? bindings, atEnd: end ?? bindings };
}

function endOf(walk: StatementWalk, places: Places, scope: Scope, start: State): State {
  if (scope.name === 'LambdaExpression') {
    return scope.lastChild === null ? start : evaluated(places, scope.lastChild, start);
  }
  const { next, returned } = walk.list(scope.getChild('Body') ?? scope, start);
  return next ?? returned;
}

/** A name with a single binding has it everywhere, unless it is the target of a loop over a known list. */
export function hasOneMeaning([first, second]: readonly Binding[]): boolean {
  if (first === undefined || second !== undefined) return first === undefined;
  return first.kind !== 'loop' || itemsLooped(first.owner) === undefined;
}
