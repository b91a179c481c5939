import type {
  BranchStatement,
  Expression,
  FunctionCode,
  NameExpression,
  Operator,
  Statement,
} from '../../ir/ir.ts';
import type { Span } from '../../model/parsed-file.ts';
import type { Node } from './nodes.ts';

/** The deepest nesting that is lowered. Deeper code becomes `too deep`, so that no stack overflows. */
export const maximumDepth = 200;

/** The lowering of all kinds of nodes, passed as an object because the kinds contain each other. */
export interface Lowerers {
  expression(context: Context, node: Node): Expression;
  statements(context: Context, nodes: readonly Node[]): readonly Statement[];
}

/** The module, a class or a function while it is being lowered. */
export class Scope {
  readonly kind: 'module' | 'class' | 'function';
  readonly bound = new Set<string>();
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  /** Of a class. */
  readonly methods: FunctionCode[] = [];
  isGenerator = false;

  constructor(kind: Scope['kind']) {
    this.kind = kind;
  }
}

/** The state that the lowering of one unit shares. */
export class Context {
  readonly text: string;
  readonly words = new Set<string>();
  readonly module = new Scope('module');
  scope: Scope = this.module;
  readonly #root: Node;
  readonly #lowerers: Lowerers;
  readonly #counts = new Map<string, number>();
  /** The first and last place of each name in the unit. */
  readonly #extents = new Map<string, { first: number; last: number }>();
  /** The unique names of comprehension variables that are visible here. */
  #renamed: ReadonlyMap<string, string> = new Map<string, string>();
  #depth = 0;

  constructor(text: string, root: Node, lowerers: Lowerers) {
    this.text = text;
    this.#root = root;
    this.#lowerers = lowerers;
    this.#noteWords();
  }

  #noteWords(): void {
    const open: Node[] = [this.#root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.name === 'PropertyName') this.words.add(this.textOf(node));
      else if (node.name === 'VariableName') this.#noteName(node);
      for (const child of node.children) open.push(child);
    }
  }

  #noteName({ from, to }: Node): void {
    const name = this.text.slice(from, to);
    const extent = this.#extents.get(name);
    if (extent === undefined) {
      this.words.add(name);
      this.#extents.set(name, { first: from, last: from });
    } else if (from < extent.first) extent.first = from;
    else if (from > extent.last) extent.last = from;
  }

  textOf({ from, to }: Node): string {
    return this.text.slice(from, to);
  }

  expression(node: Node | undefined): Expression {
    if (node === undefined) return unknown({ start: 0, end: 0 });
    if (this.#depth >= maximumDepth) return operation('too deep', [], spanOf(node));
    this.#depth++;
    const result = this.#lowerers.expression(this, node);
    this.#depth--;
    return result;
  }

  statements(nodes: readonly Node[]): readonly Statement[] {
    const lowered = this.nested(() => this.#lowerers.statements(this, nodes));
    if (lowered !== undefined) return lowered;
    return nodes
      .slice(0, 1)
      .map((first) => ({ kind: 'evaluate', value: this.expression(first), at: spanOf(first) }));
  }

  /** Runs `work` one level deeper. Undefined if that is too deep. */
  nested<T>(work: () => T): T | undefined {
    if (this.#depth >= maximumDepth) return undefined;
    this.#depth++;
    const result = work();
    this.#depth--;
    return result;
  }

  /** Lowers the block of a compound statement or definition. */
  block(body: Node | undefined): readonly Statement[] {
    return body === undefined ? [] : this.statements(body.children);
  }

  /** The variable that a name refers to. */
  variable(node: Node): NameExpression {
    const name = this.textOf(node);
    return { kind: 'name', name: this.#renamed.get(name) ?? name, at: spanOf(node) };
  }

  /** Like `variable`, where the name is bound. */
  binding(node: Node): NameExpression {
    const name = this.variable(node);
    this.scope.bound.add(name.name);
    return name;
  }

  /** A variable that the source does not have. */
  fresh(name: string, at: Span): NameExpression {
    const unique = this.#unique(name);
    this.scope.bound.add(unique);
    return { kind: 'name', name: unique, at };
  }

  #unique(name: string): string {
    const count = (this.#counts.get(name) ?? 1) + 1;
    this.#counts.set(name, count);
    return `${name}#${String(count)}`;
  }

  /** Lowers the body of a function or class. */
  within<T>(scope: Scope, work: () => T): T {
    const outer = this.scope;
    this.scope = scope;
    const result = work();
    this.scope = outer;
    for (const name of scope.globals) if (scope.bound.has(name)) this.module.bound.add(name);
    return result;
  }

  /** Runs `work` where the names of `nodes` are the parameters of a lambda. */
  withParameters<T>(nodes: readonly Node[], work: () => T): T {
    const names = nodes.map((node) => this.textOf(node));
    return this.#withNames(
      names.filter((name) => this.#renamed.has(name)).map((name) => [name, name]),
      work,
    );
  }

  /** Runs `work` where the names of `nodes` are variables of the comprehension `owner`. */
  withVariables<T>(owner: Node, nodes: readonly Node[], work: () => T): T {
    const names = new Set(nodes.map((node) => this.textOf(node)));
    return this.#withNames(
      [...names].map((name) => [name, this.#isOnlyIn(owner, name) ? name : this.#unique(name)]),
      work,
    );
  }

  #withNames<T>(names: readonly (readonly [string, string])[], work: () => T): T {
    const outer = this.#renamed;
    if (names.length > 0) this.#renamed = new Map([...outer, ...names]);
    const result = work();
    this.#renamed = outer;
    return result;
  }

  /** Other units can use the names of a module, so only a name within a function is known to be unused. */
  #isOnlyIn({ from, to }: Node, name: string): boolean {
    if (this.scope.kind !== 'function' || this.#renamed.has(name)) return false;
    const extent = this.#extents.get(name);
    return extent !== undefined && extent.first >= from && extent.last < to;
  }
}

export function spanOf({ from, to }: Node): Span {
  return { start: from, end: to };
}

/** From the start of the first node to the end of the last. */
export function spanAround(nodes: readonly Node[]): Span {
  return { start: nodes[0]?.from ?? 0, end: nodes.at(-1)?.to ?? 0 };
}

export function operation(operator: Operator, operands: readonly Expression[], at: Span): Expression {
  return { kind: 'operation', operator, operands, at };
}

export function unknown(at: Span, operands: readonly Expression[] = []): Expression {
  return operation('unknown', operands, at);
}

/** A variable that the source does not mention at this place, such as a built-in function. */
export function named(name: string, at: Span): NameExpression {
  return { kind: 'name', name, at };
}

export function branch(
  condition: Expression,
  then: readonly Statement[],
  otherwise: readonly Statement[],
  at: Span,
): BranchStatement {
  // oxlint-disable-next-line unicorn/no-thenable -- It is not a function, and never awaited.
  return { kind: 'branch', condition, then, otherwise, at };
}
