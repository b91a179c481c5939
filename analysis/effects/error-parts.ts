import type { Value } from '../engine/model.ts';
import type { ApplyEffect } from '../engine/run.ts';
import { join, nothing, unknown } from '../engine/values.ts';
import { heldIn, objectsIn, through } from '../engine/contents.ts';

/** `error.message`, `error.stack`: what an error was created with. */
export const errorMessage: ApplyEffect = (run, call) => {
  const found = objectsIn(call.receiver ?? nothing).map((atom): Value => {
    const [message] = run.contents(atom).passed ?? [];
    return message === undefined ? nothing : through(atom, run.textOf(message.value));
  });
  return heldIn(join(...found));
};

/** `error.cause`: an option of the constructor. */
export const errorCause: ApplyEffect = (run, call) => {
  const found = objectsIn(call.receiver ?? nothing).map((atom): Value => {
    const [, options] = run.contents(atom).passed ?? [];
    return options === undefined
      ? nothing
      : through(atom, run.member(objectsIn(options.value), 'cause', call.at));
  });
  const all = join(...found);
  return all.length === 0 ? unknown : all;
};
