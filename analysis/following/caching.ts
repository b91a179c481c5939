import { valuesIn } from '../engine/contents.ts';
import { differingKeys } from '../engine/entry-maps.ts';
import type { Contents, Place, Scope, Value } from '../engine/model.ts';
import { sourceOf } from '../engine/place.ts';
import type { Run } from '../engine/run.ts';
import type { State } from '../engine/state.ts';
import { isBound, ownerOf } from '../engine/variables.ts';
import { distinct, isSecret, withEntered } from '../engine/values.ts';
import type { Expression, FunctionCode, NameExpression, Target } from '../ir/ir.ts';
import type { Span } from '../model/parsed-file.ts';

/** Code that may put something into a collection. */
interface Writing {
  readonly place: Place;
  readonly scope: Scope;
  /** What a method is called on. Absent for an assignment. */
  readonly receiver?: Value;
}

const maximumDepth = 6;

/** Finds where code keeps values for as long as its module lives. */
export class Caching {
  readonly #run: Run;
  /** The state after the code of all modules. Everything in it outlives the run. */
  readonly #root: State;
  #writing: Writing | undefined;

  constructor(run: Run, root: State) {
    this.#run = run;
    this.#root = root;
  }

  /** `target` is assigned by `work`. `from` is the span of the value in the code. */
  assigning(target: Target, value: Value, scope: Scope, from: Span, work: () => void): void {
    if (target.kind === 'name') {
      work();
      if (this.#held(value).length > 0 && this.#isKept(target, scope) && !isAlias(scope, from))
        this.#keep(value, target.at, scope);
    } else if (target.kind === 'member' || target.kind === 'index')
      this.#writingTo(
        isAlias(scope, from) ? undefined : { place: { unit: scope.unit, at: target.at }, scope },
        work,
      );
    else work();
  }

  /** `work` calls a method of `receiver`, which is written at `at`. */
  calling<T>(receiver: Value, at: Span, scope: Scope, work: () => T): T {
    return this.#writingTo({ place: { unit: scope.unit, at }, scope, receiver }, work);
  }

  /** `work` runs a function, whose own code says what it writes to. */
  entering<T>(work: () => T): T {
    return this.#writingTo(undefined, work);
  }

  #writingTo<T>(writing: Writing | undefined, work: () => T): T {
    const before = this.#writing;
    this.#writing = writing;
    const result = work();
    this.#writing = before;
    return result;
  }

  /** The object `id` changes. */
  changing(id: number, before: Contents, after: Contents): void {
    const writing = this.#writing;
    if (writing === undefined || !this.#isLasting(id, after)) return;
    const { receiver, place, scope } = writing;
    if (receiver?.some((atom) => atom.kind === 'object' && atom.id === id) === false) return;
    for (const value of addedTo(before, after)) this.#keep(value, place.at, scope);
  }

  #isLasting(id: number, { isShared, type, path }: Contents): boolean {
    if (isShared !== true && this.#root.object(id) === undefined) return false;
    const { collections } = this.#run.library;
    return type !== 'instance' && (path === undefined || collections.has(path));
  }

  /** A function with a decorator such as `@cache` returns a value. */
  returned(value: Value, code: FunctionCode, scope: Scope): void {
    const { outer = scope, unit } = scope;
    for (const decorator of code.decorators) {
      const named = decorator.kind === 'call' ? decorator.callee : decorator;
      if (!isPath(named) || this.#held(value).length === 0) continue;
      const [only] = this.#run.evaluate(named, outer);
      if (only?.kind !== 'outside' || !this.#run.library.caching.has(only.path)) continue;
      const name = named.kind === 'name' || named.kind === 'member' ? named.name : '';
      const written = sourceOf({ unit, at: named.at });
      const start = written.endsWith(name) ? named.at.end - name.length : named.at.start;
      this.#keep(value, { start, end: named.at.end }, scope);
    }
  }

  /** Whether a variable belongs to a module or a class of a module. */
  #isKept({ name, at }: NameExpression, scope: Scope): boolean {
    const { owner, code } = scope;
    if (owner !== undefined && owner.code.at === code?.at) return owner.scope.code === undefined;
    const module = ownerOf(name, scope);
    // An import gives a variable of another module a second name.
    if (sourceOf({ unit: scope.unit, at }) !== name) return false;
    if (module.code !== undefined || !isBound(module, name)) return false;
    return code !== undefined || !isReplaced(scope, name, at);
  }

  #keep(value: Value, at: Span, scope: Scope): void {
    const { unit, module } = scope;
    const { program } = this.#run.library.special;
    // A program that a person runs ends soon.
    if (program !== undefined && scope.code === undefined && unit.code.words.has(program)) return;
    const held = this.#held(value);
    if (held.length === 0) return;
    // If the value comes from the same file, the finding is at the code that keeps it, because that code must
    // change.
    const shown = withEntered(held, (entered) => (entered?.module === module ? undefined : entered));
    this.#run.arrive('cache', '', shown, { scope, place: { unit, at } });
  }

  #held(value: Value, depth = 0, seen = new Set<number>()): Value {
    if (value.every(({ kind }) => kind === 'literal' || kind === 'unknown')) return [];
    const found = value.flatMap((atom): Value => {
      if (isSecret(atom)) return [atom];
      if (atom.kind !== 'object' || depth >= maximumDepth || seen.has(atom.id)) return [];
      seen.add(atom.id);
      const contents = this.#run.contents(atom);
      return contents.type === 'instance' ? [] : this.#held(valuesIn(contents), depth + 1, seen);
    });
    return distinct(found);
  }
}

/** The values that an object has received. */
function addedTo(before: Contents, after: Contents): readonly Value[] {
  const added = [...differingKeys(before.entries, after.entries)].flatMap((key) => {
    const value = after.entries.get(key);
    return value === undefined || value === before.entries.get(key) ? [] : [value];
  });
  if (after.others !== before.others) added.push(after.others);
  if (after.secret !== undefined && after.secret !== before.secret)
    added.push([{ kind: 'secret', ...after.secret }]);
  return added;
}

/** A second name for a variable of the module. The place where its value was first kept counts. */
function isAlias(scope: Scope, from: Span): boolean {
  const written = sourceOf({ unit: scope.unit, at: from });
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(written)) return false;
  const owner = ownerOf(written, scope);
  return owner.code === undefined && isBound(owner, written);
}

/** Whether the module certainly assigns the variable again further below. */
function isReplaced({ module, unit }: Scope, name: string, { end }: Span): boolean {
  return module.units.some(
    (one) =>
      one.start >= unit.start &&
      one.code.body.some(
        (statement) =>
          statement.kind === 'assign' &&
          one.start + statement.at.start >= unit.start + end &&
          statement.targets.some((target) => target.kind === 'name' && target.name === name),
      ),
  );
}

function isPath(expression: Expression): boolean {
  return expression.kind === 'name' || (expression.kind === 'member' && isPath(expression.object));
}
