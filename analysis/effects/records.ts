import type { Key, ObjectAtom, PassedArgument, Value } from '../engine/model.ts';
import type { ApplyEffect, Caller, Run } from '../engine/run.ts';
import { formatted } from '../engine/operations.ts';
import { isSecret, join, literal, nothing, onlyLiteral, unknown } from '../engine/values.ts';
import { argument, argumentsOf } from './arguments.ts';
import { listOf, objectsIn } from '../engine/contents.ts';

const recordPath = 'logging.LogRecord';
const shapersKey = '[shapers]';

/** `logging.makeLogRecord({"msg": "key %s", "args": (key,)})` */
export const record: ApplyEffect = (run, call) => {
  const given = argument(argumentsOf(run, call), 0) ?? nothing;
  const names = ['msg', 'args'].map((name) => [name, run.item(given, literal(name), call.at)] as const);
  return [run.create({ type: 'instance', path: recordPath, entries: new Map<Key, Value>(names) })];
};

/** `record.getMessage()`, `formatter.format(record)` */
export const recordText: ApplyEffect = (run, call) => {
  const given = argument(argumentsOf(run, call), 0);
  const records = objectsIn(given ?? call.receiver ?? nothing);
  return records.length === 0 ? unknown : join(...records.map((one) => messageOf(run, one, call.at)));
};

function messageOf(run: Run, one: ObjectAtom, at: Caller): Value {
  const { entries } = run.contents(one);
  const [message = unknown, values = nothing] = ['msg', 'args'].map((key) => entries.get(key));
  const hasNone = objectsIn(values).every((atom) => run.contents(atom).length === 0);
  if (hasNone) return run.textOf(message);
  const isTemplate = typeof onlyLiteral(message)?.value === 'string';
  return isTemplate ? formatted(run, message, values, at) : join(run.textOf(message), run.shownOf(values));
}

/**
 * `handler.setFormatter(…)`, `logger.addFilter(…)`, `logger.addHandler(handler)`: custom classes change the
 * records.
 */
export const shape: ApplyEffect = (run, call) => {
  const given = objectsIn(argument(argumentsOf(run, call), 0) ?? nothing);
  const own = given.filter((atom) => run.contents(atom).class !== undefined);
  const added = join(own, ...given.map((atom) => run.contents(atom).entries.get(shapersKey) ?? nothing));
  for (const atom of added.length === 0 ? [] : objectsIn(call.receiver ?? nothing)) {
    const contents = run.contents(atom);
    const shapers = join(contents.entries.get(shapersKey) ?? nothing, added);
    run.change(atom, { ...contents, entries: new Map([...contents.entries, [shapersKey, shapers]]) });
  }
  return unknown;
};

/**
 * The part of a message that a logger with custom filters, formatters or `process` shows. Undefined for any
 * other one.
 */
export function shapedBy(
  run: Run,
  receiver: Value,
  passed: readonly PassedArgument[],
  at: Caller,
): Value | undefined {
  const [message, ...others] = passed.filter(({ name }) => name === undefined);
  const loggers = objectsIn(receiver);
  const adapted = methodsOf(run, loggers, 'process', at);
  const shapers = loggers.flatMap((atom) => run.contents(atom).entries.get(shapersKey) ?? nothing);
  if (message === undefined || adapted.length + shapers.length === 0) return undefined;
  const options = { value: [run.create({ type: 'dictionary' })] };
  const changed =
    adapted.length === 0
      ? message.value
      : run.item(run.call(adapted, [{ value: message.value }, options], at), literal(0), at);
  const values = listOf(run, { isKnown: true, items: others.map(({ value }) => value) }, 'tuple');
  const entries = new Map<Key, Value>([
    ['msg', changed],
    ['args', values],
  ]);
  const one: Value = [run.create({ type: 'instance', path: recordPath, entries })];
  const filters = methodsOf(run, shapers, 'filter', at);
  if (filters.length > 0) run.call(filters, [{ value: one }], at);
  const formatters = methodsOf(run, shapers, 'format', at);
  const text =
    formatters.length > 0
      ? run.call(formatters, [{ value: one }], at)
      : join(...objectsIn(one).map((atom) => messageOf(run, atom, at)));
  return run.textOf(text).filter(isSecret);
}

/** The methods of a project's class with this name. */
function methodsOf(run: Run, value: Value, name: string, at: Caller): Value {
  const found = objectsIn(value).filter((atom) => run.contents(atom).class !== undefined);
  return run.member(found, name, at).filter(({ kind }) => kind === 'function');
}
