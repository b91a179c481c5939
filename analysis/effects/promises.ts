import { attempted, promisePath, rejectedWith, settled } from '../engine/promises.ts';
import type { Key, Value } from '../engine/model.ts';
import type { ApplyEffect, Items, LibraryCall, Run } from '../engine/run.ts';
import { join, literal, nothing, onlyLiteral, outside, undefinedValue, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { anyItem, changeEach, listOf, objectsIn, withEntry } from '../engine/contents.ts';
import { mapped } from './lists.ts';

/** `new Promise((resolve, reject) => …)` */
export const promise: ApplyEffect = (run, call) => {
  const cell: Value = [run.create({ type: 'instance', path: promisePath })];
  const executor = argument(argumentsOf(run, call), 0) ?? nothing;
  const settle = ['resolve', 'reject'].map((name) => ({
    value: outside(`${promisePath}.settle.${name}`, cell),
  }));
  const rejected = attempted(run, () => {
    run.call(executor, settle, call.at);
    return nothing;
  });
  return join(cell, rejected);
};

/** Calls of the functions that are passed to an executor. */
export const settle: ApplyEffect = (run, call) => {
  const given = argument(argumentsOf(run, call), 0) ?? undefinedValue;
  const key = nameOf(call) === 'resolve' ? 'value' : 'error';
  for (const atom of objectsIn(call.receiver ?? nothing)) {
    const before = run.contents(atom).entries.get(key) ?? nothing;
    changeEach(run, [atom], (contents) => withEntry(contents, literal(key), join(before, given)));
  }
  return undefinedValue;
};

/** `Promise.reject(error)` */
export const reject: ApplyEffect = (run, call) =>
  rejectedWith(run, argument(argumentsOf(run, call), 0) ?? undefinedValue, false);

/** `promise.then(callback)`, `catch`, `finally`. Errors and results that are not followed are unknown. */
export const thenCalls: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const { value, errors } = settled(run, receiver);
  const [callback = nothing, onError = nothing] = [argument(given, 0), argument(given, 1)];
  const caught = errors.length > 0 ? errors : unknown;
  const handled = onError.length > 0 ? calling(run, onError, [caught], call) : undefined;
  if (isOmitted(callback)) return receiver;
  switch (nameOf(call)) {
    case 'catch':
      return join(value, calling(run, callback, [caught], call));
    case 'finally':
      calling(run, callback, [], call);
      return receiver;
    default: {
      const rest = handled ?? (errors.length > 0 ? rejectedWith(run, errors) : nothing);
      return value.length === 0 ? rest : join(calling(run, callback, [value], call), rest);
    }
  }
};

function isOmitted(callback: Value): boolean {
  return callback.length === 0 || onlyLiteral(callback) !== undefined;
}

function calling(run: Run, callback: Value, given: readonly Value[], call: LibraryCall): Value {
  const passed = given.map((value) => ({ value }));
  return attempted(run, () => run.call(callback, passed, call.at));
}

/** `Promise.all(items)`: a list. `Promise.race(items)`: one of them. */
export const all: ApplyEffect = (run, call) => {
  const items = run.iterate(argument(argumentsOf(run, call), 0) ?? nothing, call.at);
  if (nameOf(call) === 'allSettled')
    return listOf(
      run,
      mapped(items, (item) => outcomeOf(run, item)),
    );
  if (nameOf(call) === 'any') return anyOf(run, items);
  const errors = settled(run, anyItem(items)).errors;
  const values: Items = mapped(items, (item) => settled(run, item).value);
  const rejected = errors.length > 0 ? rejectedWith(run, errors) : nothing;
  if (nameOf(call) === 'race') return join(anyItem(values), rejected);
  return join(listOf(run, values), rejected);
};

/** `Promise.any(items)` is rejected with all errors if each of the items is rejected. */
function anyOf(run: Run, items: Items): Value {
  const outcomes = (items.isKnown ? items.items : [items.any]).map((item) => settled(run, item));
  const values = join(...outcomes.map(({ value }) => value));
  const errors = outcomes.map((one) => one.errors);
  if (errors.some((one) => one.length === 0)) return values;
  const list = listOf(
    run,
    items.isKnown ? { isKnown: true, items: errors } : { isKnown: false, any: join(...errors) },
  );
  const passed = [{ value: list }, { value: literal('All promises were rejected') }];
  const error = run.create({ type: 'instance', path: 'AggregateError', passed });
  return join(values, rejectedWith(run, [error]));
}

/** `{ status, value, reason }` */
function outcomeOf(run: Run, item: Value): Value {
  const { value, errors } = settled(run, item);
  const entries = new Map<Key, Value>([
    ['status', unknown],
    ['value', value],
    ...(errors.length > 0 ? [['reason', errors] as const] : []),
  ]);
  return [run.create({ type: 'dictionary', entries })];
}
