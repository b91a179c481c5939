import type { Value } from '../engine/model.ts';
import type { ApplyEffect, Run } from '../engine/run.ts';
import { isSecret, join, literal, nothing, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { isComplete, listOf, objectsIn, pairsIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

type Part = 'keys' | 'values' | 'items';

function listOfParts(run: Run, value: Value, part: Part): Value {
  const lists = objectsIn(value).map((atom): Value => {
    const contents = run.contents(atom);
    const pairs = pairsIn(contents).map(([key, one]): Value => {
      if (part === 'keys') return key;
      const entry = through(run, atom, one);
      return part === 'values' ? entry : listOf(run, { isKnown: true, items: [key, entry] }, 'tuple');
    });
    const isKnown = isComplete(contents) || contents.secret !== undefined;
    return listOf(run, isKnown ? { isKnown, items: pairs } : { isKnown, any: join(...pairs) });
  });
  return lists.length === 0 ? unknown : join(...lists);
}

function partsOfReceiver(part: Part): ApplyEffect {
  return (run, call) => listOfParts(run, methodCall(run, call).receiver, part);
}

function partsOfFirst(part: Part): ApplyEffect {
  return (run, call) => listOfParts(run, argument(argumentsOf(run, call), 0) ?? nothing, part);
}

export const keys = partsOfReceiver('keys');
export const values = partsOfReceiver('values');
export const items = partsOfReceiver('items');
export const keysOf: ApplyEffect = (run, call) => {
  const listed = partsOfFirst('keys')(run, call);
  if (nameOf(call) !== 'getOwnPropertyNames') return listed;
  const instances = objectsIn(argument(argumentsOf(run, call), 0) ?? nothing);
  const isError = run.member(instances, 'message', call.at).some(isSecret);
  const added = listOf(run, { isKnown: true, items: [literal('message')] });
  return isError ? (run.callOutside('list.concat', listed, [{ value: added }], call.at) ?? listed) : listed;
};
export const valuesOf = partsOfFirst('values');
export const itemsOf = partsOfFirst('items');
