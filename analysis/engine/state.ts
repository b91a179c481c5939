import type { Contents, Key, PassedArgument, Requirement, Value } from './model.ts';
import type { SecretReference } from '../model/reference.ts';
import { entryAt } from './entries.ts';
import { differingKeys, withEntries } from './entry-maps.ts';
import { join } from './values.ts';

export interface Cells {
  readonly variables: Map<string, Value>;
  readonly objects: Map<number, Contents>;
  /** Reads that are known to return a string, or a dictionary. */
  readonly kinds: Map<SecretReference, Requirement>;
}

/**
 * All variables and objects at one point of one path. A fork shares everything with its origin until it is
 * changed; the cost of joining forks depends on their changes only.
 */
export class State {
  readonly #from: State | undefined;
  readonly #own: Cells = { variables: new Map(), objects: new Map(), kinds: new Map() };

  /** No code runs in this state anymore, because it has returned, raised or jumped. */
  isDead = false;

  /**
   * Equal in two states if a function with only string arguments does the same in both, because everything
   * else that functions can read is the same.
   */
  #version: object;

  constructor(from?: State) {
    this.#from = from;
    this.#version = from?.version ?? {};
  }

  get version(): object {
    return this.#version;
  }

  /** Called before a value changes that functions can read although it is not one of their arguments. */
  changeVersion(): void {
    this.#version = {};
  }

  fork(): State {
    return new State(this);
  }

  variable(key: string): Value | undefined {
    return this.#own.variables.get(key) ?? this.#from?.variable(key);
  }

  setVariable(key: string, value: Value): void {
    this.#own.variables.set(key, value);
  }

  object(id: number): Contents | undefined {
    return this.#own.objects.get(id) ?? this.#from?.object(id);
  }

  setObject(id: number, contents: Contents): void {
    this.#own.objects.set(id, contents);
  }

  kindOf(read: SecretReference): Requirement | undefined {
    return this.#own.kinds.get(read) ?? this.#from?.kindOf(read);
  }

  setKind(read: SecretReference, kind: Requirement): void {
    if (this.kindOf(read) === kind) return;
    this.changeVersion();
    this.#own.kinds.set(read, kind);
  }

  /** Joins the given states, all forked from this one, into this state. */
  join(ends: readonly State[]): void {
    this.joinFrom(this, ends);
  }

  /** The same for states that were forked from `start`, as this one was. */
  joinFrom(start: State, ends: readonly State[]): void {
    const reached = ends.filter((end) => !end.isDead);
    const paths = reached.map((end) => end.changesSince(start));
    const [version, ...otherVersions] = new Set(reached.map((end) => end.version));
    if (version !== undefined) this.#version = otherVersions.length === 0 ? version : {};
    if (paths.length === 0) this.isDead = true;
    const [only] = paths;
    if (only === undefined) return;
    if (paths.length === 1) return this.#take(only);
    for (const key of keysOf(paths.map(({ variables }) => variables))) {
      const values = paths.map(({ variables }) => variables.get(key) ?? this.variable(key) ?? []);
      this.#own.variables.set(key, join(...values));
    }
    for (const id of keysOf(paths.map(({ objects }) => objects))) {
      const contents = paths.flatMap(({ objects }) => objects.get(id) ?? this.object(id) ?? []);
      this.#own.objects.set(
        id,
        contents.reduce((one, other) => joinContents(one, other)),
      );
    }
    for (const read of keysOf(paths.map(({ kinds }) => kinds))) {
      const [kind, ...others] = new Set(paths.map(({ kinds }) => kinds.get(read) ?? this.kindOf(read)));
      if (kind !== undefined && others.length === 0) this.#own.kinds.set(read, kind);
    }
  }

  #take({ variables, objects, kinds }: Cells, hidden?: number): void {
    const prefix = hidden === undefined ? undefined : `${hidden}:`;
    for (const [key, value] of variables)
      if (prefix === undefined || !key.startsWith(prefix)) this.#own.variables.set(key, value);
    for (const [id, contents] of objects) this.#own.objects.set(id, contents);
    for (const [read, kind] of kinds) this.#own.kinds.set(read, kind);
  }

  /** What has changed since `start`, from which this state was forked. */
  changesSince(start: State): Readonly<Cells> {
    if (this.#from === start) return this.#own;
    const changes = new State();
    this.#addChangesTo(changes, start);
    return changes.#own;
  }

  #addChangesTo(changes: State, start: State): void {
    if (this === start) return;
    if (this.#from !== undefined) this.#from.#addChangesTo(changes, start);
    changes.#take(this.#own);
  }

  /** Takes over the objects that only another state has, which was forked from this one. */
  addObjectsOf(state: State): void {
    for (const [id, contents] of state.changesSince(this).objects)
      if (this.object(id) === undefined) this.#own.objects.set(id, contents);
  }

  /**
   * Takes over objects of a state that was forked from `base`. They may also be unchanged in this state,
   * which was also forked from `base` and was only changed by this method.
   */
  joinObjects(objects: ReadonlyMap<number, Contents>, base: State): void {
    for (const [id, contents] of objects) {
      const before = this.object(id);
      this.setObject(id, before === undefined ? contents : joinContents(before, contents, base.object(id)));
    }
  }

  /**
   * A copy that is independent of later changes to the intermediate states. Omits the variables of the scope
   * `hidden`, which no code can read anymore.
   */
  detached(start: State, hidden?: number): State {
    const copy = start.fork();
    copy.#version = this.#version;
    copy.#take(this.changesSince(start), hidden);
    return copy;
  }

  /** What has been set in this state itself. */
  get own(): Readonly<Cells> {
    return this.#own;
  }

  /** Whether nothing that existed before object `id` was created has changed since the state was forked. */
  isAsBefore(id: number): boolean {
    const { variables, objects, kinds } = this.#own;
    if (variables.size > 0 || kinds.size > 0) return false;
    for (const changed of objects.keys()) if (changed < id) return false;
    return true;
  }
}

function keysOf<K>(maps: readonly ReadonlyMap<K, unknown>[]): ReadonlySet<K> {
  return new Set(maps.flatMap((map) => [...map.keys()]));
}

/**
 * The contents of an object after either of two paths. An entry of one path does not hide a field of a secret
 * on the other. `one` includes everything in `base`, from which `other` was derived.
 */
export function joinContents(one: Contents, other: Contents, base?: Contents): Contents {
  if (one === other) return one;
  const { length, hidden: _hidden, isFrozen, ...rest } = one;
  const secret = one.secret ?? other.secret;
  const hidden = hiddenOnBoth(one, other);
  const passed = joinPassed(one.passed, other.passed);
  const created = joinPassed(one.created, other.created);
  return {
    ...rest,
    ...(hidden && { hidden }),
    ...(passed && { passed }),
    ...(created && { created }),
    entries: joinEntries(one, other, base),
    others: join(one.others, other.others),
    otherKeys: join(one.otherKeys, other.otherKeys),
    gone: new Set([...one.gone].filter((key) => other.gone.has(key))),
    ...(length !== undefined && length === other.length && { length }),
    ...(secret && { secret }),
    ...(isFrozen === true && other.isFrozen === true && { isFrozen }),
  };
}

/** An entry is hidden unless it exists and is shown on one of the paths. */
function hiddenOnBoth(one: Contents, other: Contents): Contents['hidden'] {
  if (one.hidden === other.hidden) return one.hidden;
  const keys = [...(one.hidden ?? []), ...(other.hidden ?? [])];
  return new Set(keys.filter((key) => isHidden(one, key) && isHidden(other, key)));
}

function isHidden({ hidden, entries }: Contents, key: Key): boolean {
  return hidden?.has(key) === true || !entries.has(key);
}

/** Arguments at the same position, or with the same name, are joined. */
function joinPassed(one: Contents['passed'], other: Contents['passed']): Contents['passed'] {
  if (one === undefined || other === undefined || one === other) return one ?? other;
  const joined = one.map((left, index) => {
    const right = other[index];
    if (right === undefined || !isSameParameter(left, right)) return left;
    return { ...left, value: join(left.value, right.value) };
  });
  const others = other.filter((right, index) => {
    const left = one[index];
    return left === undefined || !isSameParameter(left, right);
  });
  return [...joined, ...others];
}

function isSameParameter(left: PassedArgument, right: PassedArgument): boolean {
  return left.name === right.name && left.spread === right.spread;
}

/** Most entries of a large object are the same on both paths. */
function joinEntries(one: Contents, other: Contents, base: Contents | undefined): Contents['entries'] {
  if (one.entries === other.entries) return one.entries;
  const joined = new Map<Key, Value>();
  const mayHaveMore = other.others.length > 0 || other.secret !== undefined;
  const changed =
    base === undefined || mayHaveMore
      ? differingKeys(one.entries, other.entries, mayHaveMore)
      : differingKeys(base.entries, other.entries);
  for (const key of changed)
    if (one.entries.get(key) !== other.entries.get(key))
      joined.set(key, join(entryAt(one, key) ?? [], entryAt(other, key) ?? []));
  return withEntries(one.entries, joined);
}
