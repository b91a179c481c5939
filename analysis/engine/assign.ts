import type { Key, Scope, Value } from './model.ts';
import type { Expression, ObjectTarget, SequenceTarget, Target, TargetItem } from '../ir/ir.ts';
import type { Span } from '../model/parsed-file.ts';
import { keyOf } from './keys.ts';
import { narrow } from './narrowing.ts';
import { withoutEntries } from './writing.ts';
import type { Caller, Items, Run } from './run.ts';
import { setVariable } from './variables.ts';
import { join, keysIn, literal, nothing, unknown } from './values.ts';

/** Assigns a value to a target. `from` is the span of the value in the code. */
export function assign(run: Run, target: Target, value: Value, scope: Scope, from: Span): void {
  const at: Caller = { scope, place: { unit: scope.unit, at: from } };
  switch (target.kind) {
    case 'name':
      return setVariable(run, target.name, value, scope);
    case 'member':
      return run.setMember(keptObject(run, target.object, 'instance', scope), target.name, value, at);
    case 'index': {
      const { object, index } = target;
      const isNamed = index.kind === 'literal' && typeof index.value === 'string';
      const type = run.library.isEmptyFalse ? 'dictionary' : 'instance';
      const changed = isNamed ? keptObject(run, object, type, scope) : run.evaluate(object, scope);
      return run.setItem(changed, run.evaluate(index, scope), value, at);
    }
    case 'sequence-target':
      return assignItems(run, target, value, at);
    case 'object-target':
      return assignEntries(run, target, value, at);
  }
}

/**
 * The objects that an assignment to `object.name` changes. Something unknown becomes an object that keeps
 * what is assigned.
 */
function keptObject(run: Run, object: Expression, type: 'instance' | 'dictionary', scope: Scope): Value {
  narrow(run, object, scope, (value) => {
    if (!value.every(({ kind }) => kind === 'unknown')) return value;
    return [run.create({ type, others: unknown, ...(type === 'instance' && { path: '?' }) })];
  });
  return run.evaluate(object, scope);
}

function assignItems(run: Run, { items }: SequenceTarget, value: Value, at: Caller): void {
  const given = unpacked(run, value, at);
  const rest = items.findIndex((item) => item?.isRest === true);
  for (const [index, item] of items.entries()) {
    if (item === undefined) continue;
    if (!given.isKnown) {
      const own = item.isRest ? undefined : itemAt(run, value, index);
      const one = item.isRest ? [run.create({ type: 'list', others: given.any })] : (own ?? given.any);
      assignItem(run, item, one, at);
    } else if (item.isRest) {
      const taken = given.items.slice(index, given.items.length - (items.length - 1 - index));
      const entries = new Map<Key, Value>(taken.map((one, position) => [position, one]));
      assignItem(run, item, [run.create({ type: 'list', entries, length: taken.length })], at);
    } else {
      const position = rest !== -1 && index > rest ? given.items.length - (items.length - index) : index;
      assignItem(run, item, given.items[position] ?? literal(undefined), at);
    }
  }
}

/** The first items of a list can be known although its length is not: what `text.split(" ")` returns. */
function itemAt(run: Run, value: Value, index: number): Value | undefined {
  const lists = value.filter(({ kind }) => kind !== 'unknown');
  const found = lists.map((atom) => {
    const { type, entries } = atom.kind === 'object' ? run.contents(atom) : {};
    return type === 'list' || type === 'tuple' ? entries?.get(index) : undefined;
  });
  const known = found.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < found.length) return undefined;
  return lists.length < value.length ? join(...known, unknown) : join(...known);
}

/** Several lists of the same length, such as those that a function returns, are taken apart item by item. */
function unpacked(run: Run, value: Value, at: Caller): Items {
  if (value.length < 2) return run.iterate(value, at);
  const lists = value.filter(({ kind }) => kind !== 'literal').map((atom) => run.iterate([atom], at));
  const all = lists.flatMap((list) => (list.isKnown ? [list.items] : []));
  // `[, key] = text.match(pattern) ?? []`
  const known = all.filter(({ length: size }) => size > 0);
  const missing = known.length < all.length ? literal(undefined) : nothing;
  const any = join(...lists.map((list) => (list.isKnown ? nothing : list.any)), missing);
  const length = known[0]?.length;
  if (length === undefined || known.some((items) => items.length !== length)) return run.iterate(value, at);
  const items = Array.from({ length }, (_, index) =>
    join(...known.map((list) => list[index] ?? nothing), any),
  );
  return { isKnown: true, items };
}

function assignItem(run: Run, item: TargetItem, value: Value, at: Caller): void {
  const isMissing = value.every((atom) => atom.kind === 'literal' && atom.value === undefined);
  const mayBeMissing = value.some(
    (atom) => atom.kind === 'unknown' || (atom.kind === 'literal' && atom.value === undefined),
  );
  const byDefault = item.default && mayBeMissing ? run.evaluate(item.default, at.scope) : nothing;
  const given = isMissing && item.default ? byDefault : join(value, byDefault);
  run.assign(item.target, given, at.scope, at.place.at);
}

function assignEntries(run: Run, { entries }: ObjectTarget, value: Value, at: Caller): void {
  const taken: Key[] = [];
  for (const { key, ...item } of entries) {
    if (key === undefined) {
      assignItem(run, item, otherEntries(run, value, taken), at);
      continue;
    }
    const keys = run.evaluate(key, at.scope);
    const names = keysIn(keys);
    taken.push(...names.map(keyOf));
    const [name] = names;
    const one = names.length === 1 ? run.member(value, String(name), at) : run.item(value, keys, at);
    assignItem(run, item, one, at);
  }
}

function otherEntries(run: Run, value: Value, taken: readonly Key[]): Value {
  return value.flatMap((atom): Value => {
    if (atom.kind !== 'object') return unknown;
    return [run.create(withoutEntries(run.contents(atom), taken))];
  });
}
