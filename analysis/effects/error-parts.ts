import type { Value } from '../engine/model.ts';
import type { ApplyEffect } from '../engine/run.ts';
import { join, nothing, unknown } from '../engine/values.ts';
import { heldIn, objectsIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

/** The first argument of these is a list of errors. */
const severalErrors = /^AggregateError\./;

/** `error.message`, `error.stack`: what an error was created with. */
export const errorMessage: ApplyEffect = (run, call) => {
  const found = objectsIn(call.receiver ?? nothing).map((atom): Value => {
    const message = run.contents(atom).passed?.[severalErrors.test(call.path) ? 1 : 0];
    return message === undefined ? nothing : through(run, atom, run.textOf(message.value));
  });
  return heldIn(join(...found));
};

/** `error.cause`: an option of the constructor. */
export const errorCause: ApplyEffect = (run, call) => {
  const found = objectsIn(call.receiver ?? nothing).map((atom): Value => {
    const options = run.contents(atom).passed?.[severalErrors.test(call.path) ? 2 : 1];
    return options === undefined
      ? nothing
      : through(run, atom, run.member(objectsIn(options.value), 'cause', call.at));
  });
  const all = join(...found);
  return all.length === 0 ? unknown : all;
};

/** `error.errors` of an `AggregateError`, `group.exceptions`. */
export const errorList: ApplyEffect = (run, call) => {
  const found = objectsIn(call.receiver ?? nothing).map((atom): Value => {
    const errors = run.contents(atom).passed?.[severalErrors.test(call.path) ? 0 : 1];
    return errors === undefined ? nothing : through(run, atom, errors.value);
  });
  const all = join(...found);
  return all.length === 0 ? unknown : all;
};
