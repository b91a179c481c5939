import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import { isSameScope, type PythonModule } from './python-module.ts';
import { scopeOf, type Scope } from './scope.ts';
import { either, type State } from './states.ts';

const jumps = /\b(?:break|continue|raise|return)\b/g;
const definitions = /^(?:Decorated|FunctionDef|ClassDef)/;

/**
 * The places in a scope that are relevant to one name: its occurrences, and the control flow of statements
 * that contain it. All other code is skipped.
 */
export class BindingPlaces {
  readonly module: PythonModule;
  readonly #points: readonly number[];
  readonly #bindings: ReadonlyMap<number, Binding>;
  readonly #seen = new Map<number, State>();
  readonly #turns = new Map<Binding, Binding[]>();

  constructor(module: PythonModule, scope: Scope, bindings: readonly Binding[]) {
    this.module = module;
    this.#bindings = new Map(bindings.map((binding) => [binding.node.from, binding]));
    this.#points = pointsIn(module, scope, bindings);
  }

  /** Returns the first place in `node` at or after `at`. */
  next(node: SyntaxNode, at = node.from): number | undefined {
    const point = this.#points[this.#indexFrom(at)];
    return point === undefined || point >= node.to ? undefined : point;
  }

  has(node: SyntaxNode): boolean {
    return this.next(node) !== undefined;
  }

  /** Records the bindings that reach this occurrence of the name, and returns those that apply after it. */
  pass(name: SyntaxNode, state: State): State {
    if (state === undefined) return undefined;
    this.#seen.set(name.from, either(this.#seen.get(name.from), state));
    const binding = this.#bindings.get(name.from);
    return binding === undefined ? state : [binding];
  }

  seenAt(name: SyntaxNode): State {
    const seen = this.#seen.get(name.from);
    return seen?.every(({ turn }) => turn === undefined) === true ? seen : seen && this.#withoutTurns(seen);
  }

  /** Returns bindings of the name inside `node` that may be skipped when it runs. */
  walrusesIn(node: SyntaxNode): readonly Binding[] {
    return this.#within(node).filter(({ kind }) => kind === 'walrus');
  }

  bindsIn(node: SyntaxNode): boolean {
    return this.#within(node).length > 0;
  }

  /** Returns the state in which `loop` has assigned item number `turn` to its target. */
  inTurn(state: State, loop: SyntaxNode, turn: number): State {
    return state?.map((binding) => {
      const isTarget = binding.kind === 'loop' && binding.owner.from === loop.from;
      return isTarget && binding.turn === undefined ? this.#turn(binding, turn) : binding;
    });
  }

  /** If bindings for all iterations of a loop apply, replaces them with the single binding of the loop. */
  #withoutTurns(state: readonly Binding[]): readonly Binding[] {
    let found = state;
    for (const [binding, turns] of this.#turns) {
      if (turns.every((turn) => found.includes(turn))) {
        found = [...found.filter((one) => !turns.includes(one) && one !== binding), binding];
      }
    }
    return found;
  }

  #turn(binding: Binding, turn: number): Binding {
    const turns = this.#turns.get(binding) ?? [];
    this.#turns.set(binding, turns);
    turns[turn] ??= { ...binding, turn };
    return turns[turn];
  }

  #within(node: SyntaxNode): readonly Binding[] {
    const found: Binding[] = [];
    for (let at = this.next(node); at !== undefined; at = this.next(node, at + 1)) {
      const binding = this.#bindings.get(at);
      if (binding !== undefined) found.push(binding);
    }
    return found;
  }

  #indexFrom(at: number): number {
    let [low, high] = [0, this.#points.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points[middle] ?? Infinity) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function pointsIn(module: PythonModule, scope: Scope, [first]: readonly Binding[]): readonly number[] {
  if (first === undefined) return [];
  const points = new Set<number>();
  const body = scope.getChild('Body') ?? scope;
  let searchedTo = 0;
  for (const node of module.occurrences([module.textOf(first.node)], scope)) {
    const home = node.name === 'VariableName' ? scopeOf(node) : undefined;
    if (home === undefined || !isSameScope(home, scope)) continue;
    points.add(node.from);
    const statement = node.from < searchedTo ? undefined : body.childAfter(node.from);
    if (!statement) continue;
    searchedTo = statement.to;
    for (const jump of jumpsIn(module, scope, statement)) points.add(jump);
  }
  return [...points].toSorted((left, right) => left - right);
}

function* jumpsIn(module: PythonModule, scope: Scope, statement: SyntaxNode): Generator<number> {
  if (definitions.test(statement.name) || !statement.name.endsWith('Statement')) return;
  for (const { index, 0: word } of module.textOf(statement).matchAll(jumps)) {
    const node = module.nodeAt(statement.from + index, word);
    if (node?.name === word && isSameScope(scopeOf(node), scope)) yield node.from;
  }
}
