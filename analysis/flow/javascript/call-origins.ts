import type { SyntaxNode } from '@lezer/common';
import { instanceMember } from './class-origins.ts';
import { keyNames, takenFromMerged } from './collection-origins.ts';
import { argumentsOf, returnedBy } from './functions.ts';
import { nextOfRequire } from './import-origins.ts';
import {
  atAnyTime,
  everyItem,
  frameOf,
  type Key,
  type FlowPlace,
  placeOf,
  stepTo,
  takenOut,
} from './origin.ts';
import { isUntouched } from './untouched.ts';
import { isFunction, keyOf, unwrapped } from '../../syntax/javascript/syntax.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';

const maximumCalls = 6;

/**
 * Returns what a call evaluates to: the return value of its function, or what a method reads from a
 * collection.
 */
export function nextOfCall(place: FlowPlace): readonly FlowPlace[] | undefined {
  const list = place.node.getChild('ArgList');
  const callee = place.node.firstChild && unwrapped(place.node.firstChild);
  if (list === null || callee === null) return undefined;
  return (
    nextOfRequire(place, callee, list) ??
    nextOfBuiltin(place, callee, list) ??
    nextOfMethod(place, callee, list) ??
    nextOfFunction(place, callee, list)
  );
}

/** `new Map([["a", "b"]])`, `new Set(["a"])`, and instances of a class. */
export function nextOfNew(place: FlowPlace): readonly FlowPlace[] | undefined {
  const [key] = place.keys;
  const callee = classOf(place);
  const list = place.node.getChild('ArgList');
  if (callee === null || callee === undefined || key === undefined) return undefined;
  const given = list === null ? undefined : argumentsOf(list)?.[0];
  if (key === everyItem && given && isGlobal(place, callee, /^(?:Map|Set)$/)) return [stepTo(place, given)];
  const [definition, another] = place.finder.of(callee);
  if (definition?.node.name !== 'ClassDeclaration' || another !== undefined) return undefined;
  return instanceMember({ ...definition, from: place, keys: place.keys, frame: undefined });
}

function classOf({ node }: FlowPlace): SyntaxNode | null {
  return node.firstChild?.nextSibling ?? null;
}

function isGlobal({ finder: { module } }: FlowPlace, name: SyntaxNode, names: RegExp): boolean {
  if (name.name !== 'VariableName' || !names.test(module.textOf(name))) return false;
  return module.bindingSeenBy(name) === undefined;
}

/** `Object.freeze(x)`, `Object.values(x)` and similar calls. */
function nextOfBuiltin(
  place: FlowPlace,
  callee: SyntaxNode,
  list: SyntaxNode,
): readonly FlowPlace[] | undefined {
  const given = argumentsOf(list)?.[0];
  const object = callee.name === 'MemberExpression' ? callee.firstChild : null;
  if (given === undefined || object === null || !isGlobal(place, object, /^(?:Object|Promise|Array)$/))
    return undefined;
  const { module } = place.finder;
  const [key, second, ...rest] = place.keys;
  const isItem = place.keys.length > 0 && (key === undefined || key === everyItem || /^\d+$/.test(key));
  switch (`${module.textOf(object)}.${keyOf(callee, module.text) ?? ''}`) {
    case 'Object.freeze':
    case 'Object.seal':
    case 'Promise.resolve':
    case 'Promise.all':
      return [stepTo(place, given)];
    case 'Object.assign':
    case 'Object.fromEntries':
      return isUntouched(place.finder, place.node) ? takenFromMerged(place) : undefined;
    case 'Object.values':
      return isItem ? [stepTo(place, given, [undefined, ...place.keys.slice(1)])] : undefined;
    case 'Object.keys':
      return isItem ? [stepTo(place, given, [keyNames, ...place.keys.slice(1)])] : undefined;
    case 'Object.entries':
      if (!isItem || (second !== '0' && second !== '1')) return undefined;
      return [stepTo(place, given, [second === '0' ? keyNames : undefined, ...rest])];
    default:
      return undefined;
  }
}

/** `NAMES.get(brand)` on a `Map`, `NAMES.at(0)`, `NAMES.find(…)`. */
function nextOfMethod(
  place: FlowPlace,
  callee: SyntaxNode,
  list: SyntaxNode,
): readonly FlowPlace[] | undefined {
  if (callee.name !== 'MemberExpression' || callee.firstChild === null) return undefined;
  const object = callee.firstChild;
  const [key] = place.keys;
  const isList = place.keys.length > 0 && isUntouched(place.finder, place.node);
  switch (keyOf(callee, place.finder.module.text) ?? '') {
    case 'get':
      return entriesOfMap(place, object, list);
    case 'at':
    case 'find':
      return isOneOf(place, object, /^ArrayExpression$/)
        ? [stepTo(place, object, [everyItem, ...place.keys])]
        : undefined;
    case 'concat':
      return isList ? itemsOfBoth(place, object, list) : undefined;
    case 'map':
      return isList ? itemsOfMap(place, list) : undefined;
    case 'slice':
    case 'toSorted':
    case 'toReversed':
    case 'values':
      return isList && key === everyItem ? [stepTo(place, object)] : undefined;
    default:
      return undefined;
  }
}

function isAnyItem(key: Key): boolean {
  return key === undefined || key === everyItem;
}

/** `["a"].concat(["b"])`. */
function itemsOfBoth(
  place: FlowPlace,
  object: SyntaxNode,
  list: SyntaxNode,
): readonly FlowPlace[] | undefined {
  const given = argumentsOf(list);
  if (!isAnyItem(place.keys[0]) || given === undefined) return undefined;
  const arrays = [object, ...given];
  if (!arrays.every((array) => isOneOf(place, array, /^ArrayExpression$/))) return undefined;
  return arrays.map((array) => stepTo(place, array));
}

/** `NAMES.map((name) => …)`. */
function itemsOfMap(place: FlowPlace, list: SyntaxNode): readonly FlowPlace[] | undefined {
  const [key, ...rest] = place.keys;
  const [callback] = argumentsOf(list) ?? [];
  if (!isAnyItem(key) || callback === undefined || !isFunction(callback)) return undefined;
  const returned = callback.getChild('async') === null && returnedBy(place.finder.module, callback);
  return returned ? atAnyTime(returned.map((value) => stepTo(place, value, rest))) : undefined;
}

function isOneOf(place: FlowPlace, object: SyntaxNode, names: RegExp): boolean {
  return place.finder.of(object).every(({ node, keys }) => names.test(node.name) && keys.length === 0);
}

/** Returns the values of a `Map`, or only one value if its key is a literal. */
function entriesOfMap(
  place: FlowPlace,
  object: SyntaxNode,
  list: SyntaxNode,
): readonly FlowPlace[] | undefined {
  const key = argumentsOf(list)?.[0];
  const isMap = place.finder.of(object).every((origin) => isGlobalMap(origin) && origin.keys.length === 0);
  if (!isMap || key === undefined) return undefined;
  const wanted: Key = stringValue(place.finder.module.text, unwrapped(key));
  if (wanted === undefined) return [stepTo(place, object, [everyItem, '1', ...place.keys])];
  const entries = place.finder.follow({ ...placeOf(place.finder, object), keys: [everyItem] });
  const found = entries.filter((entry) => keyOfEntry(entry) === wanted);
  return found.length === 1 ? found.map((entry) => takenOut(entry, ['1', ...place.keys], place)) : undefined;
}

function isGlobalMap(origin: FlowPlace): boolean {
  const name = origin.node.name === 'NewExpression' ? classOf(origin) : null;
  return name !== null && isGlobal(origin, name, /^Map$/);
}

function keyOfEntry({ node, finder }: FlowPlace): string | undefined {
  const first = node.name === 'ArrayExpression' ? node.firstChild?.nextSibling : null;
  return first ? stringValue(finder.module.text, unwrapped(first)) : undefined;
}

/** Whether the path to a place passes `await`, or a function that takes promises. */
function isAwaited(place: FlowPlace): boolean {
  for (let at: FlowPlace | undefined = place; at !== undefined; at = at.from) {
    const { node, finder } = at;
    if (node.name === 'AwaitExpression' || node.parent?.name === 'AwaitExpression') return true;
    if (/^Promise\.\w+\(/.test(finder.module.textOf(node))) return true;
  }
  return false;
}

/**
 * Returns what a called function returns. Undefined unless every function that may be called here is in the
 * project.
 */
function nextOfFunction(
  place: FlowPlace,
  callee: SyntaxNode,
  list: SyntaxNode,
): readonly FlowPlace[] | undefined {
  if ((place.frame?.depth ?? 0) >= maximumCalls) return undefined;
  const places: FlowPlace[] = [];
  for (const origin of place.finder.of(callee)) {
    const { module } = origin.finder;
    const returned = origin.keys.length === 0 && isFunction(origin.node) && returnedBy(module, origin.node);
    if (!returned || (origin.node.getChild('async') !== null && !isAwaited(place))) return undefined;
    const frame = frameOf(origin.node, list, place);
    for (const node of returned) {
      const from = { ...origin, from: place };
      places.push({ ...stepTo(place, node), finder: origin.finder, frame, from });
    }
  }
  return places;
}
