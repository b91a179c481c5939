import type { Key, Value } from '../engine/model.ts';
import type { ApplyEffect } from '../engine/run.ts';
import { through } from '../engine/paths.ts';
import { join, nothing, unknown } from '../engine/values.ts';
import { keyOfVariable } from '../engine/variables.ts';
import { objectsIn } from '../engine/contents.ts';
import { argument, argumentsOf } from './arguments.ts';

/** `locals()` */
export const variables: ApplyEffect = (run, { at: { scope } }) => {
  const entries = new Map<Key, Value>();
  for (const name of scope.code?.locals ?? []) {
    const value = run.state.variable(keyOfVariable(scope, name));
    if (value !== undefined) entries.set(name, value);
  }
  return [run.create({ type: 'dictionary', entries })];
};

const value = 'value';

/** `SecretStr(text)` */
export const mask: ApplyEffect = (run, call) => {
  const given = argument(argumentsOf(run, call), 0) ?? unknown;
  return [run.create({ type: 'instance', path: call.path, entries: new Map([[value, given]]) })];
};

/** `masked.get_secret_value()`, `decompress(compressed)` */
export const maskedValue: ApplyEffect = (run, call) => {
  const own = objectsIn(call.receiver ?? nothing);
  const masks = own.length > 0 ? own : objectsIn(argument(argumentsOf(run, call), 0) ?? nothing);
  const found = masks.map((atom) => through(run, atom, run.contents(atom).entries.get(value) ?? unknown));
  return found.length === 0 ? unknown : join(...found);
};
