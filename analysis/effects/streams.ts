import type { Key, Value } from '../engine/model.ts';
import type { ApplyEffect, Run } from '../engine/run.ts';
import { enteredKey, leftKey } from '../engine/operations.ts';
import { keyOfOutside } from '../engine/paths.ts';
import { join, none, nothing, outside, unknown } from '../engine/values.ts';
import { allArguments, argument, argumentsOf, nameOf } from './arguments.ts';
import { anyItem, objectsIn } from '../engine/contents.ts';

const screen = keyOfOutside('sys', '[redirected]');

/** The stream to which code has redirected what it prints. */
export function redirectedTo(run: Run): Value | undefined {
  const stream = run.state.variable(screen);
  return stream?.some(({ kind }) => kind === 'literal') === true ? undefined : stream;
}

/** `with redirect_stdout(stream):`. At the end of the block, the former stream is used again. */
export const redirectOutput: ApplyEffect = (run, call) => {
  const stream = argument(argumentsOf(run, call), 0) ?? unknown;
  const before = run.state.variable(screen) ?? none;
  run.noteChange();
  run.state.setVariable(screen, stream);
  const entries = new Map<Key, Value>([
    [enteredKey, stream],
    [leftKey, outside(`${call.path}.left`, before)],
  ]);
  return [run.create({ type: 'dictionary', entries })];
};

export const outputAgain: ApplyEffect = (run, { receiver = none }) => {
  run.noteChange();
  run.state.setVariable(screen, receiver);
  return unknown;
};

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
