import type { Value } from '../engine/model.ts';
import type { ApplyEffect, Run } from '../engine/run.ts';
import { join, nothing, onlyLiteral, unknown } from '../engine/values.ts';
import { objectsIn } from '../engine/contents.ts';
import { withEntries } from '../engine/entry-maps.ts';
import { argument, argumentsOf } from './arguments.ts';

/** `emitter.on(event, listener)`: the emitter keeps it, and gives itself. */
export const listen: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const key = keyOf(argument(given, 0) ?? unknown);
  const listener = (argument(given, 1) ?? nothing).filter(({ kind }) => kind === 'function');
  for (const atom of objectsIn(call.receiver ?? nothing)) {
    const contents = run.contents(atom);
    const all = join(contents.entries.get(key) ?? nothing, listener);
    run.change(atom, { ...contents, entries: withEntries(contents.entries, new Map([[key, all]])) });
  }
  return call.receiver ?? unknown;
};

/** `emitter.emit(event, …)` calls the listeners of the event. */
export const emit: ApplyEffect = (run, call) => {
  const [event, ...passed] = call.passed;
  for (const listener of listenersOf(run, call.receiver ?? nothing, keyOf(event?.value ?? unknown)))
    run.call([listener], passed, call.at);
  return unknown;
};

function listenersOf(run: Run, emitter: Value, key: string): Value {
  return objectsIn(emitter).flatMap((atom) => run.contents(atom).entries.get(key) ?? nothing);
}

/** Under what the listeners of an event are kept. */
function keyOf(event: Value): string {
  return `[listeners of ${String(onlyLiteral(event)?.value)}]`;
}
