import { queriesOf, queryKey, textKey, textOfParts, writtenIn } from '../engine/address-text.ts';
import type { Key, Value } from '../engine/model.ts';
import type { ApplyEffect } from '../engine/run.ts';
import { join, nothing } from '../engine/values.ts';
import { argument, argumentsOf } from './arguments.ts';
import { heldIn, objectsIn, secretsIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

/**
 * `new URL(text)`. It is unknown which part of the text is secret: the password, or an entry of the query.
 */
export const address: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const texts = [argument(given, 0), argument(given, 1)].map((value) => run.textOf(value ?? nothing));
  const secrets = secretsIn(join(...texts));
  const [first] = secrets;
  const query = run.create({
    type: 'dictionary',
    path: 'URLSearchParams',
    ...(first && { secret: { read: first.read, requires: first.requires } }),
  });
  const entries = new Map<Key, Value>([[queryKey, [query]]]);
  if (secrets.length > 0) entries.set(textKey, secrets).set('password', secrets);
  return [run.create({ type: 'instance', path: 'URL', entries })];
};

/** `address.href`, `address.toString()`: all of its parts. */
export const addressText: ApplyEffect = (run, call) => {
  return heldIn(join(...objectsIn(call.receiver ?? nothing).map((atom) => textOfParts(run, atom))));
};

/** `address.search` */
export const addressQuery: ApplyEffect = (run, call) => {
  const all = objectsIn(call.receiver ?? nothing);
  return heldIn(
    join(
      ...all.map((atom) =>
        through(run, atom, join(...writtenIn(run, queriesOf(run, run.contents(atom).entries)))),
      ),
    ),
  );
};
