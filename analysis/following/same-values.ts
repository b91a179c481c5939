import type { Unit } from '../ir/ir.ts';
import type { SecretReference } from '../model/reference.ts';
import type {
  Atom,
  ClassAtom,
  Contents,
  FunctionAtom,
  LiteralAtom,
  OutsideAtom,
  PassedArgument,
  Place,
  Scope,
  SecretAtom,
  Value,
} from '../engine/model.ts';
import { isSamePlace as isSameReadPlace, placeOf } from './reads.ts';
import type { Snapshot } from './snapshot.ts';

/** A longer comparison is abandoned. */
const maximumSteps = 300_000;
const maximumDepth = 100;

/**
 * Compares values of two versions of a module. Those of the same code have the same objects and scopes, under
 * other numbers.
 */
export class SameValues {
  readonly #before: Snapshot;
  readonly #now: Snapshot;
  /** Numbers of objects and scopes that are equal if everything reachable from them is equal. */
  readonly #pairs = new Map<number, number>();
  readonly #reversed = new Map<number, number>();
  #assumed: number[] = [];
  #steps = 0;
  #depth = 0;

  constructor(before: Snapshot, now: Snapshot) {
    this.#before = before;
    this.#now = now;
  }

  areSame(before: Value | undefined, now: Value | undefined): boolean {
    if (before === undefined || now === undefined) return before === now;
    const isSame = this.#values(before, now);
    if (!isSame) this.#forget();
    this.#assumed = [];
    return isSame;
  }

  /** Whether a unit is in both versions, and occurs once in each of them. */
  isSameUnit(before: Unit, now: Unit): boolean {
    const { code } = now;
    return before.code === code && this.#before.unique.has(code) && this.#now.unique.has(code);
  }

  isSameRead(before: SecretReference, now: SecretReference): boolean {
    const one = placeOf(before, this.#before.places);
    const other = placeOf(now, this.#now.places);
    return (
      one !== undefined &&
      other !== undefined &&
      before.dynamic === now.dynamic &&
      isSameReadPlace(one, other)
    );
  }

  /** Pairs that are equal only if the rest is equal. */
  #forget(): void {
    for (const id of this.#assumed) {
      const other = this.#pairs.get(id);
      this.#pairs.delete(id);
      if (other !== undefined) this.#reversed.delete(other);
    }
  }

  #values(before: Value, now: Value): boolean {
    if (before.length !== now.length || this.#depth > maximumDepth) return false;
    this.#depth++;
    const isSame = before.every((atom, index) => {
      const other = now[index];
      return other !== undefined && ++this.#steps < maximumSteps && this.#atoms(atom, other);
    });
    this.#depth--;
    return isSame;
  }

  #optional(before: Value | undefined, now: Value | undefined): boolean {
    if (before === undefined || now === undefined) return before === now;
    return this.#values(before, now);
  }

  #atoms(before: Atom, now: Atom): boolean {
    switch (now.kind) {
      case 'literal':
        return before.kind === 'literal' && this.#literals(before, now);
      case 'secret':
        return before.kind === 'secret' && this.#secretAtoms(before, now);
      case 'object':
        return before.kind === 'object' && this.#objects(before.id, now.id);
      case 'function':
        return before.kind === 'function' && this.#functions(before, now);
      case 'class':
        return before.kind === 'class' && this.#classes(before, now);
      case 'super':
        return (
          before.kind === 'super' &&
          this.#atoms(before.base, now.base) &&
          this.#values(before.receiver, now.receiver)
        );
      case 'outside':
        return before.kind === 'outside' && this.#outside(before, now);
      case 'unknown':
        return before.kind === 'unknown';
    }
  }

  #literals(before: LiteralAtom, now: LiteralAtom): boolean {
    const { kind: _, value, read, isPattern, flags, ...rest } = now;
    return (
      isNothing(rest) &&
      Object.is(before.value, value) &&
      before.isPattern === isPattern &&
      before.flags === flags &&
      this.#reads(before.read, read)
    );
  }

  /** Once the code of the modules has run, the calls that passed values are irrelevant. */
  #secretAtoms(before: SecretAtom, now: SecretAtom): boolean {
    const { kind: _, entered: __, read, requires, serialized, before: start, ...rest } = now;
    return (
      isNothing(rest) &&
      before.before === start &&
      before.requires === requires &&
      this.isSameRead(before.read, read) &&
      this.#optional(before.serialized, serialized)
    );
  }

  #functions(before: FunctionAtom, now: FunctionAtom): boolean {
    const { kind: _, code, scope, receiver, owner, given, mayReturnOther, ...rest } = now;
    return (
      isNothing(rest) &&
      before.code === code &&
      before.mayReturnOther === mayReturnOther &&
      this.#scopes(before.scope, scope) &&
      this.#optional(before.receiver, receiver) &&
      this.#owners(before.owner, owner) &&
      this.#passed(before.given, given)
    );
  }

  #outside(before: OutsideAtom, now: OutsideAtom): boolean {
    const { kind: _, path, receiver, given, ...rest } = now;
    return (
      isNothing(rest) &&
      before.path === path &&
      this.#optional(before.receiver, receiver) &&
      this.#passed(before.given, given)
    );
  }

  #reads(before: SecretReference | undefined, now: SecretReference | undefined): boolean {
    if (before === undefined || now === undefined) return before === now;
    return this.isSameRead(before, now);
  }

  #owners(before: ClassAtom | undefined, now: ClassAtom | undefined): boolean {
    if (before === undefined || now === undefined) return before === now;
    return this.#classes(before, now);
  }

  #classes(before: ClassAtom, now: ClassAtom): boolean {
    const known = this.#known(before.statics, now.statics);
    if (known !== undefined) return known;
    return (
      before.code === now.code &&
      this.#scopes(before.scope, now.scope) &&
      this.#contents(this.#before.root.object(before.statics), this.#now.root.object(now.statics)) &&
      before.bases.length === now.bases.length &&
      before.bases.every((base, index) => this.#optional(base, now.bases[index]))
    );
  }

  /** Undefined if the numbers have not been compared yet. */
  #known(before: number, now: number): boolean | undefined {
    const known = this.#pairs.get(before);
    if (known !== undefined || this.#reversed.has(now)) return known === now;
    this.#pairs.set(before, now);
    this.#reversed.set(now, before);
    this.#assumed.push(before);
    return undefined;
  }

  #objects(before: number, now: number): boolean {
    return (
      this.#known(before, now) ?? this.#contents(this.#before.root.object(before), this.#now.root.object(now))
    );
  }

  #contents(before: Contents | undefined, now: Contents | undefined): boolean {
    if (before === undefined || now === undefined) return before === now;
    const { type, length, limit, path, entries, others, otherKeys, gone, hidden, ...more } = now;
    const {
      class: made,
      secret,
      passed,
      missing,
      returned,
      resumed,
      reader,
      attributesOf,
      created,
      isShared,
      isFrozen,
      ...rest
    } = more;
    if (before.type !== type || before.length !== length || before.limit !== limit || before.path !== path)
      return false;
    if (before.isShared !== isShared || before.isFrozen !== isFrozen) return false;
    return (
      isNothing(rest) &&
      this.#entries(before.entries, entries) &&
      this.#values(before.others, others) &&
      this.#values(before.otherKeys, otherKeys) &&
      isSameList(before.gone, gone) &&
      isSameList(before.hidden ?? [], hidden ?? []) &&
      this.#owners(before.class, made) &&
      this.#secrets(before.secret, secret) &&
      this.#passed(before.passed, passed) &&
      this.#optional(before.missing, missing) &&
      this.#optional(before.returned, returned) &&
      this.#optional(before.resumed, resumed) &&
      this.#optional(before.reader, reader) &&
      this.#optional(before.attributesOf, attributesOf) &&
      this.#passed(before.created, created)
    );
  }

  #entries(before: Contents['entries'], now: Contents['entries']): boolean {
    if (before.size !== now.size || !isSameList(before.keys(), now.keys())) return false;
    for (const [key, value] of before) if (!this.#optional(value, now.get(key))) return false;
    return true;
  }

  #secrets(before: Contents['secret'], now: Contents['secret']): boolean {
    if (before === undefined || now === undefined) return before === now;
    return before.requires === now.requires && this.isSameRead(before.read, now.read);
  }

  #passed(
    before: readonly PassedArgument[] | undefined,
    now: readonly PassedArgument[] | undefined,
  ): boolean {
    if (before === undefined || now === undefined) return before === now;
    return (
      before.length === now.length &&
      before.every((one, index) => {
        const other = now[index];
        return (
          other !== undefined &&
          one.name === other.name &&
          one.spread === other.spread &&
          isSamePlace(one.place, other.place) &&
          this.#values(one.value, other.value)
        );
      })
    );
  }

  /** Variables of a call that remain readable belong to its scope. */
  #scopes(before: Scope, now: Scope): boolean {
    if (before.module.uri !== now.module.uri || before.code !== now.code) return false;
    if (now.module.uri === this.#now.module.uri && !this.isSameUnit(before.unit, now.unit)) return false;
    const { code } = now;
    if (code === undefined) return true;
    const known = this.#known(before.id, now.id);
    if (known !== undefined) return known;
    if (!this.#optional(before.receiver, now.receiver) || !this.#owners(before.owner, now.owner))
      return false;
    if (before.outer === undefined || now.outer === undefined || !this.#scopes(before.outer, now.outer))
      return false;
    return [...code.locals, code.receiver ?? ''].every((name) =>
      this.#optional(
        this.#before.root.variable(`${before.id}:${name}`),
        this.#now.root.variable(`${now.id}:${name}`),
      ),
    );
  }
}

/** Does not compile if a property is not compared. */
function isNothing(rest: Readonly<Record<string, never>>): boolean {
  return Object.keys(rest).length === 0;
}

function isSamePlace(before: Place | undefined, now: Place | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  const isSameSpan = before.at.start === now.at.start && before.at.end === now.at.end;
  return isSameSpan && before.unit.code === now.unit.code;
}

function isSameList<T>(before: Iterable<T>, now: Iterable<T>): boolean {
  const [one, other] = [[...before], [...now]];
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
