import type { SyntaxNode } from '@lezer/common';
import { callOf } from '../../syntax/python/syntax.ts';
import { isBuiltin } from './plain-reads.ts';
import type { PythonModule } from './python-module.ts';
import type { Clause } from './clauses.ts';
import { either, type Raised, type State } from './states.ts';

export interface Handler {
  readonly clause: Clause;
  /** The exception types as written. Empty if the handler catches everything. */
  readonly kinds: readonly string[];
  /** `error` in `except E as error`. */
  readonly bound: SyntaxNode | undefined;
}

export function handlersOf(module: PythonModule, clauses: readonly Clause[]): readonly Handler[] {
  return clauses
    .filter(({ word }) => word === 'except')
    .map((clause) => {
      const as = clause.head.findIndex(({ name }) => name === 'as');
      const kinds = (as === -1 ? clause.head : clause.head.slice(0, as)).flatMap((node) =>
        kindsIn(module, node),
      );
      return { clause, kinds, bound: as === -1 ? undefined : clause.head[as + 1] };
    });
}

/** `(A, B)` contains two types. */
function kindsIn(module: PythonModule, node: SyntaxNode): readonly string[] {
  return module
    .textOf(node)
    .split(/[\s(),*]+/)
    .filter((kind) => kind !== '');
}

/** Returns the bindings that apply where the handlers start. */
export function caughtBy(handlers: readonly Handler[], raised: readonly Raised[]): State {
  const kinds = handlers.flatMap((handler) => handler.kinds);
  const catchesAll = handlers.some((handler) => handler.kinds.length === 0);
  return raised
    .filter(({ passed }) => catchesAll || !kinds.every((kind) => passed.includes(kind)))
    .reduce((all: State, { state }) => either(all, state), undefined);
}

/** Returns the errors that no handler catches. */
export function uncaught(handlers: readonly Handler[], raised: readonly Raised[]): readonly Raised[] {
  if (handlers.some(({ kinds }) => kinds.length === 0 || kinds.includes('BaseException'))) return [];
  const kinds = handlers.flatMap((handler) => handler.kinds);
  return raised.map(({ state, passed }) => ({
    state,
    passed: [...new Set([...passed, ...kinds])].toSorted(),
  }));
}

/** `with open(…) as file:` does not suppress errors. */
export function isHarmlessManager(module: PythonModule, head: readonly SyntaxNode[]): boolean {
  const managers = head.filter(({ name }) => name.endsWith('Expression'));
  return (
    managers.length > 0 &&
    managers.every((manager) => {
      const callee = callOf(manager)?.callee;
      return callee !== undefined && module.textOf(callee) === 'open' && isBuiltin(module, callee);
    })
  );
}
