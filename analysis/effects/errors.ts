import type { Value } from '../engine/model.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import { sentence } from '../../contracts/words.ts';
import { entered } from '../engine/operations.ts';
import { isSecret, join, nothing, unknown } from '../engine/values.ts';
import { allArguments, argument, argumentsOf } from './arguments.ts';
import { heldIn, objectsIn } from '../engine/contents.ts';

const maximumCauses = 4;

/** What a traceback shows of exceptions: their strings, and those of their causes. */
export function textOfErrors(run: Run, errors: Value): Value {
  const { cause } = run.library.special;
  const texts: Value[] = [];
  let next = errors;
  for (let depth = 0; depth < maximumCauses && next.length > 0; depth++) {
    texts.push(run.textOf(next).filter(isSecret));
    next =
      cause === undefined
        ? nothing
        : join(...objectsIn(next).map((atom) => run.contents(atom).entries.get(cause) ?? nothing));
  }
  return join(...texts);
}

/** The exceptions that are being handled, which no argument names. */
export function handledErrors(run: Run): Value {
  // A call that uses them depends on more than its arguments.
  run.noteChange();
  return run.handled;
}

/** The text of the exceptions that are passed, or else of those that are being handled. */
function textOfShown(run: Run, call: LibraryCall): Value {
  const given = join(...allArguments(argumentsOf(run, call)).filter((value) => objectsIn(value).length > 0));
  return textOfErrors(run, given.length > 0 ? given : handledErrors(run));
}

/** `traceback.format_exc()` */
export const errorText: ApplyEffect = (run, call) => heldIn(textOfShown(run, call));

/** `traceback.print_exc()` */
export const printErrors: ApplyEffect = (run, call) => {
  if (call.passed.some(({ name }) => name === 'file')) return unknown;
  run.arrive('log', sentence('the text of an exception'), textOfShown(run, call), call.at);
  return unknown;
};

/** `stack.enter_context(manager)` */
export const enter: ApplyEffect = (run, call) => {
  return entered(run, argument(argumentsOf(run, call), 0) ?? unknown, call.at);
};
