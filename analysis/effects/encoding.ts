import type { PassedArgument, Value } from '../engine/model.ts';
import type { Caller, LibraryCall, Run } from '../engine/run.ts';
import { createLike, objectsIn } from '../engine/contents.ts';
import { nothing } from '../engine/values.ts';
import { argument, argumentsOf } from './arguments.ts';

/**
 * What `json.dumps(value, cls=Encoder)` and `json.dumps(value, default=function)` encode in place of
 * instances.
 */
export function withDefaults(run: Run, value: Value, call: LibraryCall): Value {
  const given = argumentsOf(run, call);
  const encoders = given.named.has('cls')
    ? run.call(argument(given, 1, 'cls') ?? nothing, [], call.at)
    : objectsIn(call.receiver ?? nothing);
  const methods = encoders
    .filter((atom) => atom.kind === 'object' && run.contents(atom).class !== undefined)
    .flatMap((atom) => run.member([atom], 'default', call.at));
  const encode = [...methods, ...(given.named.get('default') ?? nothing)].filter(
    ({ kind }) => kind === 'function' || kind === 'outside',
  );
  return encode.length === 0 ? value : encoded(run, value, encode, call.at, 0);
}

const maximumDepth = 6;

function encoded(run: Run, value: Value, encode: Value, at: Caller, depth: number): Value {
  if (depth > maximumDepth) return value;
  const inside = (one: Value): Value => encoded(run, one, encode, at, depth + 1);
  return value.flatMap((atom): Value => {
    if (atom.kind !== 'object') return [atom];
    const contents = run.contents(atom);
    if (contents.type === 'instance') {
      const passed: readonly PassedArgument[] = [{ value: [atom] }];
      return inside(run.call(encode, passed, at));
    }
    const entries = new Map([...contents.entries].map(([key, one]) => [key, inside(one)] as const));
    return [createLike(run, atom, { ...contents, entries, others: inside(contents.others) })];
  });
}
