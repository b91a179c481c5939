import type { Value } from '../engine/model.ts';
import type { ApplyEffect } from '../engine/run.ts';
import { resume } from '../engine/calls.ts';
import { objectsIn } from '../engine/contents.ts';
import { join, nothing } from '../engine/values.ts';
import { argument, argumentsOf } from './arguments.ts';
import { oneItem } from './lists.ts';

/**
 * `generator.send(value)`, `generator.next(value)`: everything that it yields from now on can depend on the
 * value.
 */
export const send: ApplyEffect = (run, call) => {
  const sent = argument(argumentsOf(run, call), 0);
  if (sent === undefined) return oneItem(run, call);
  for (const generator of objectsIn(call.receiver ?? nothing)) {
    const { resumed = nothing } = run.contents(generator);
    const given = join(
      ...resumed.map((atom): Value =>
        atom.kind === 'function' ? resume(run, atom, sent, call.at) : nothing,
      ),
    );
    for (const items of objectsIn(given)) run.change(generator, { ...run.contents(items), resumed });
  }
  return oneItem(run, { ...call, passed: [] });
};
