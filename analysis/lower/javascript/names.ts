import type { NameExpression } from '../../ir/ir.ts';
import type { Span } from '../../model/parsed-file.ts';

/** A function, or the module. */
interface Frame {
  readonly parent: Frame | undefined;
  readonly locals: Set<string>;
  readonly bindings: Binding[];
  /** By name, the variables that are used in it or in functions inside it. Undefined for a global. */
  readonly seen: Map<string, Set<Binding | undefined>>;
}

interface Scope {
  readonly parent: Scope | undefined;
  readonly frame: Frame;
  /** Whether `var` declares its variables here. */
  readonly isForVar: boolean;
  readonly bindings: Map<string, Binding>;
}

interface Binding {
  readonly name: string;
  readonly frame: Frame;
  /** Whether it is visible only in a block of its function. */
  readonly isInner: boolean;
  finalName: string;
}

interface PendingName extends NameExpression {
  name: string;
}

interface Use {
  readonly expression: PendingName;
  readonly scope: Scope;
}

function createFrame(parent: Frame | undefined): Frame {
  return { parent, locals: new Set(), bindings: [], seen: new Map() };
}

/**
 * The names of a unit. Uses are resolved by `finish`, because a declaration may come after its uses. It
 * renames the variables of blocks that would otherwise be confused with other variables of their function.
 * At the top level, it renames all of them, since other units may use the same names.
 */
export class Names {
  readonly #module = createFrame(undefined);
  #scope: Scope = { parent: undefined, frame: this.#module, isForVar: true, bindings: new Map() };
  readonly #frames: Frame[] = [this.#module];
  readonly #uses: Use[] = [];
  readonly #suffixes = new Map<string, number>();

  use(name: string, at: Span): NameExpression {
    const expression: PendingName = { kind: 'name', name, at };
    this.#uses.push({ expression, scope: this.#scope });
    return expression;
  }

  /** Declares a variable and returns it as a target. */
  declare(name: string, at: Span, keyword: 'var' | 'let'): NameExpression {
    const scope = keyword === 'var' ? this.#scopeForVar() : this.#scope;
    if (!scope.bindings.has(name)) {
      const { frame } = scope;
      const isInner = scope.parent?.frame === frame;
      const binding = { name, frame, isInner, finalName: name };
      scope.bindings.set(name, binding);
      frame.bindings.push(binding);
    }
    return this.use(name, at);
  }

  #scopeForVar(): Scope {
    let scope = this.#scope;
    while (!scope.isForVar && scope.parent !== undefined) scope = scope.parent;
    return scope;
  }

  /** A variable of the current function that the source does not name. */
  declareUnnamed(purpose: string, at: Span): NameExpression {
    const name = this.unique(purpose);
    this.#scope.frame.locals.add(name);
    return { kind: 'name', name, at };
  }

  /** Returns a name that is unique in this unit. */
  unique(name: string): string {
    const suffix = (this.#suffixes.get(name) ?? 1) + 1;
    this.#suffixes.set(name, suffix);
    return `${name}#${String(suffix)}`;
  }

  /** The number of uses so far, for `isUsedSince`. */
  get count(): number {
    return this.#uses.length;
  }

  isUsedSince(count: number, name: string): boolean {
    for (let at = count; at < this.#uses.length; at++)
      if (this.#uses[at]?.expression.name === name) return true;
    return false;
  }

  inBlock<Result>(lower: () => Result): Result {
    return this.#within(this.#scope.frame, false, lower);
  }

  /** A block to which even `var` is local: the static block of a class. */
  inClosedBlock<Result>(lower: () => Result): Result {
    return this.#within(this.#scope.frame, true, lower);
  }

  /** The set of locals is filled by `finish`. */
  inFunction<Result>(lower: (locals: ReadonlySet<string>) => Result): Result {
    const frame = createFrame(this.#scope.frame);
    this.#frames.push(frame);
    return this.#within(frame, true, () => lower(frame.locals));
  }

  #within<Result>(frame: Frame, isForVar: boolean, lower: () => Result): Result {
    const outer = this.#scope;
    this.#scope = { parent: outer, frame, isForVar, bindings: new Map() };
    const result = lower();
    this.#scope = outer;
    return result;
  }

  /** Renames variables where necessary, and returns the names that the unit binds at the top level. */
  finish(): readonly string[] {
    const resolved = this.#resolved();
    for (const frame of this.#frames) this.#rename(frame);
    for (const { expression, binding } of resolved) expression.name = binding.finalName;
    for (const { locals, bindings } of this.#frames)
      for (const { finalName } of bindings) locals.add(finalName);
    return [...new Set(this.#module.bindings.flatMap(({ isInner, name }) => (isInner ? [] : [name])))];
  }

  /** Resolves the uses of names that some block declares. All others keep their names anyway. */
  #resolved(): readonly { readonly expression: PendingName; readonly binding: Binding }[] {
    const inner = new Set(
      this.#frames.flatMap(({ bindings }) =>
        bindings.flatMap(({ isInner, name }) => (isInner ? [name] : [])),
      ),
    );
    if (inner.size === 0) return [];
    return this.#uses.flatMap(({ expression, scope }) => {
      if (!inner.has(expression.name)) return [];
      const binding = bindingSeenFrom(scope, expression.name);
      markSeen(scope.frame, expression.name, binding);
      return binding === undefined ? [] : [{ expression, binding }];
    });
  }

  #rename(frame: Frame): void {
    const taken = new Set(frame.bindings.flatMap(({ isInner, name }) => (isInner ? [] : [name])));
    for (const binding of frame.bindings) {
      const { isInner, name } = binding;
      if (!isInner) continue;
      const seen = frame.seen.get(name);
      const isFromOutside = seen !== undefined && [...seen].some((other) => other?.frame !== frame);
      if (frame === this.#module || taken.has(name) || isFromOutside) binding.finalName = this.unique(name);
      taken.add(name);
    }
  }
}

function bindingSeenFrom(scope: Scope, name: string): Binding | undefined {
  for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
    const binding = around.bindings.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

function markSeen(from: Frame, name: string, binding: Binding | undefined): void {
  for (let frame: Frame | undefined = from; frame !== undefined; frame = frame.parent) {
    const seen = frame.seen.get(name) ?? new Set();
    frame.seen.set(name, seen.add(binding));
    if (frame === binding?.frame) return;
  }
}
