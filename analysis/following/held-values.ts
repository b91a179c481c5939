import type { Atom, Contents, ObjectAtom, Requirement, Scope, Value } from '../engine/model.ts';
import type { Run } from '../engine/run.ts';
import type { Expression, FunctionCode, Unit } from '../ir/ir.ts';
import type { SecretReference } from '../model/reference.ts';

/** Whether an expression has the unmodified value of a secret, and of which. */
export interface Held {
  /** The reads, with the kinds of secret that are possible as far as the code has tested the value. */
  readonly reads: Map<SecretReference, Set<Requirement>>;
  /** True if other values are possible. */
  isOther: boolean;
}

/** The expressions that have values of secrets, by the unit that contains them. */
export type HeldByUnit = Map<Unit, Map<Expression, Held>>;

/** The values of expressions while one entry was followed. */
export interface EntryNotes {
  /** Absent for the code of modules. */
  readonly entry: FunctionCode | undefined;
  /** The functions that the entry has entered, including itself. */
  readonly called: ReadonlySet<FunctionCode>;
  readonly held: HeldByUnit;
  /** Expressions that had another value. */
  readonly others: ReadonlySet<Expression>;
}

/** Records the values of expressions while code is followed. */
export class HeldValues {
  /** The dictionaries that reads have returned. A copy can have different fields. */
  readonly #wholes = new Set<number>();
  readonly #run: Run;
  #held: HeldByUnit = new Map();
  /** With the functions that contain them. */
  #others = new Map<Expression, FunctionCode | undefined>();
  #notes: EntryNotes[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  /** A read returns this dictionary, unless it returns a string. */
  add({ id }: ObjectAtom): void {
    this.#wholes.add(id);
  }

  note(expression: Expression, value: Value, { unit, code }: Scope): void {
    if (value.length === 0 || !isNoted(expression)) return;
    if (!value.some(({ kind }) => kind === 'secret' || kind === 'object')) {
      if (!value.every(isNothing)) this.#others.set(expression, code);
      return;
    }
    const reads = new Map<SecretReference, Set<Requirement>>();
    let isOther = false;
    for (const atom of value) {
      const read = atom.kind === 'object' ? this.#readOf(atom) : undefined;
      if (read !== undefined) reads.set(read, new Set(['fields']));
      else if (atom.kind === 'object') isOther ||= !isEmpty(this.#run.contents(atom));
      else if (atom.kind !== 'secret') isOther ||= !isNothing(atom);
    }
    for (const atom of value) {
      if (atom.kind !== 'secret') continue;
      const { read, requires } = atom;
      // Without the dictionary, it may be a string derived from the value.
      const isWhole = requires === 'text' && (reads.has(read) || this.#run.state.kindOf(read) === 'text');
      if (isWhole) reads.set(read, (reads.get(read) ?? new Set()).add('text'));
      else isOther = true;
    }
    if (reads.size > 0) this.#add(unit, expression, { reads, isOther });
    else if (isOther) this.#others.set(expression, code);
  }

  #readOf(atom: ObjectAtom): SecretReference | undefined {
    return this.#wholes.has(atom.id) ? this.#run.contents(atom).secret?.read : undefined;
  }

  #add(unit: Unit, expression: Expression, held: Held): void {
    const inUnit = this.#held.get(unit) ?? new Map<Expression, Held>();
    this.#held.set(unit, inUnit);
    include(inUnit, expression, held);
  }

  /** Ends an entry. If a limit ended the entry, nothing is certain. */
  end(entry: FunctionCode | undefined, called: ReadonlySet<FunctionCode>, isWhole = true): void {
    if (!isWhole)
      for (const inUnit of this.#held.values()) for (const held of inUnit.values()) held.isOther = true;
    // Expressions that never held a secret in the entry itself do not matter to others.
    const inUnits = [...this.#held.values()];
    const others = new Set<Expression>();
    for (const [one, code] of this.#others)
      if (code !== entry || inUnits.some((inUnit) => inUnit.has(one))) others.add(one);
    this.#notes.push({ entry, called: new Set(called), held: this.#held, others });
    this.#held = new Map();
    this.#others = new Map();
  }

  /** Returns the notes of the entries that have ended, and forgets them. */
  take(): readonly EntryNotes[] {
    const notes = this.#notes;
    this.#notes = [];
    return notes;
  }
}

function include(inUnit: Map<Expression, Held>, expression: Expression, { reads, isOther }: Held): void {
  const known = inUnit.get(expression);
  const all = known?.reads ?? new Map<SecretReference, Set<Requirement>>();
  for (const [read, kinds] of reads) all.set(read, new Set([...(all.get(read) ?? []), ...kinds]));
  inUnit.set(expression, { reads: all, isOther: isOther || known?.isOther === true });
}

/** Expressions that can evaluate to the value of a secret without transforming it. */
function isNoted(expression: Expression): boolean {
  switch (expression.kind) {
    case 'name':
    case 'member':
    case 'index':
    case 'call':
    case 'choice':
    case 'assignment':
      return true;
    case 'operation':
      return /^(?:and|await|coalesce|or)$/.test(expression.operator);
    case 'literal':
    case 'slice':
    case 'collection':
    case 'dictionary':
    case 'comprehension':
    case 'function':
    case 'class':
      return false;
  }
}

/** `get_secret("x") or None` is either the secret or nothing. */
function isNothing(atom: Atom): boolean {
  return atom.kind === 'literal' && (atom.value ?? '') === '';
}

/** `get_secret("x") or {}` is either the secret or empty. */
function isEmpty({ type, entries, others, secret }: Contents): boolean {
  return type === 'dictionary' && entries.size === 0 && others.length === 0 && secret === undefined;
}

/**
 * Combines what all entries have found. A function that others call is followed with unknown arguments, too,
 * as if anyone could call it. The results of that pass are ignored.
 */
export function heldByAll(notes: readonly EntryNotes[]): HeldByUnit {
  const called = new Set<FunctionCode>();
  for (const one of notes) for (const code of one.called) if (code !== one.entry) called.add(code);
  const counting = notes.filter(({ entry }) => entry === undefined || !called.has(entry));
  const all: HeldByUnit = new Map();
  for (const { held } of counting)
    for (const [unit, expressions] of held) {
      const inUnit = all.get(unit) ?? new Map<Expression, Held>();
      all.set(unit, inUnit);
      for (const [expression, one] of expressions) include(inUnit, expression, one);
    }
  const others = new Set<Expression>();
  for (const one of counting) for (const other of one.others) others.add(other);
  for (const expressions of all.values())
    for (const [expression, one] of expressions) one.isOther ||= others.has(expression);
  return all;
}
