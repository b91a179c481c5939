import type { Key, Value } from '../engine/model.ts';
import type { ApplyEffect } from '../engine/run.ts';
import { join, nothing, unknown } from '../engine/values.ts';
import { allArguments, argument, argumentsOf, nameOf } from './arguments.ts';
import { anyItem, objectsIn } from '../engine/contents.ts';

const dictWriter = 'csv.DictWriter';

/** `csv.writer(stream)`. A `DictWriter` only writes its columns. */
export const written: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const entries = new Map<Key, Value>([['stream', argument(given, 0) ?? unknown]]);
  const columns = call.path === dictWriter ? argument(given, 1, 'fieldnames') : undefined;
  if (columns !== undefined) entries.set('columns', columns);
  return [run.create({ type: 'instance', path: call.path, entries })];
};

/** `csv.writer(stream).writerow(row)` */
export const writeTo: ApplyEffect = (run, call) => {
  const given = allArguments(argumentsOf(run, call));
  const isOne = nameOf(call) === 'writerow';
  const rows = isOne ? given : given.map((value) => anyItem(run.iterate(value, call.at)));
  for (const atom of objectsIn(call.receiver ?? nothing)) {
    const { entries } = run.contents(atom);
    const columns = entries.get('columns');
    const names = columns && anyItem(run.iterate(columns, call.at));
    const cells = names === undefined ? rows : rows.map((row) => run.item(row, names, call.at));
    const shown = join(...cells.map((value) => run.shownOf(value)));
    const stream = entries.get('stream');
    if (stream !== undefined) run.callOutside('list.append', stream, [{ value: shown }], call.at);
  }
  return unknown;
};
