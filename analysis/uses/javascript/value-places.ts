import type { SyntaxNode } from '@lezer/common';
import type { Binding } from '../../flow/javascript/binding.ts';
import {
  argumentsOf,
  callersOf,
  functionAround,
  isFunction,
  parametersOf,
} from '../../flow/javascript/functions.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import { isSameNode } from '../../syntax/javascript/syntax.ts';
import { Source } from '../source.ts';
import { carrierAround, receiverOf, sameValueAround } from './carriers.ts';
import type { ReadingCall } from './secret-values.ts';

const maximumPlaces = 5000;

/** An expression that may be the value of a secret, or a part of it. */
export interface ValuePlace {
  readonly place: SyntaxNode;
  /** The outermost expression with the same value, including surrounding parentheses, `await` and `?? {}`. */
  readonly whole: SyntaxNode;
  /** The outermost expression that is or contains the value. */
  readonly value: SyntaxNode;
  /** The reads that the value may come from. */
  readonly source: Source;
  /** The reads that the value may come from unmodified and in full. */
  readonly wholeSource: Source;
}

/**
 * Returns expressions that may be, or contain, the value of one of `calls`: the calls, and every use of the
 * names that receive their values. Uses the syntax alone, so some expressions are unrelated and callers must
 * check with `SecretValues`. The cost depends on how often the secrets are used, not on the size of the file.
 */
export function placesOf(finder: OriginFinder, calls: readonly ReadingCall[]): readonly ValuePlace[] {
  const { module } = finder;
  const known = new Map<string, ValuePlace>();
  const places: ValuePlace[] = [];
  const add = (place: SyntaxNode, source: Source, whole: Source | undefined): void => {
    const key = `${place.from}:${place.to}:${place.name}`;
    const found = known.get(key) ?? placeAt(module, place);
    found.source.add(source);
    if (whole !== undefined) found.wholeSource.add(whole);
    if (known.has(key) || places.length > maximumPlaces) return;
    known.set(key, found);
    places.push(found);
  };
  for (const { call, reference } of calls) {
    const source = new Source([reference]);
    add(call, source, source);
  }
  for (const { value, whole, source, wholeSource } of places) {
    const isWhole = isSameNode(value, whole) && receiverOf(module, value)?.name.endsWith('Pattern') !== true;
    for (const next of placesGiven(finder, value)) add(next, source, isWhole ? wholeSource : undefined);
  }
  return places;
}

function placeAt(module: JavaScriptModule, place: SyntaxNode): ValuePlace {
  let whole = place;
  for (let next = sameValueAround(module, whole); next !== undefined; next = sameValueAround(module, whole))
    whole = next;
  const value = carrierAround(module, whole);
  return { place, whole, value, source: new Source([]), wholeSource: new Source([]) };
}

/** Returns the places where code can access the target that `value` is assigned or passed to. */
function placesGiven(finder: OriginFinder, value: SyntaxNode): readonly SyntaxNode[] {
  const { module } = finder;
  const target = receiverOf(module, value);
  if (target !== undefined) return usesOfTarget(module, target);
  switch (value.parent?.name ?? '') {
    case 'ArgList':
      return parameterOf(finder, value).flatMap((parameter) => usesOfTarget(module, parameter));
    case 'ReturnStatement':
    case 'ArrowFunction':
      return callsAround(module, value);
    default:
      return [];
  }
}

/** Returns every use of the names in a target: `key`, `{ client_id: id }`, `this.key`. */
function usesOfTarget(module: JavaScriptModule, target: SyntaxNode): readonly SyntaxNode[] {
  return namesIn(target).flatMap((name) => {
    if (name.name === 'MemberExpression') return membersLike(module, name);
    const binding = name.name === 'VariableDefinition' ? module.bindingOf(name) : module.bindingSeenBy(name);
    return binding === undefined || binding === 'several' ? [] : readsOf(module, binding);
  });
}

function namesIn(target: SyntaxNode): readonly SyntaxNode[] {
  if (/^(?:Variable(?:Definition|Name)|MemberExpression)$/.test(target.name)) return [target];
  const names: SyntaxNode[] = [];
  if (!/^(?:ArrayPattern|ObjectPattern|PatternProperty)$/.test(target.name)) return names;
  for (let child = target.firstChild; child !== null; child = child.nextSibling) {
    if (child.prevSibling?.name !== 'Equals') names.push(...namesIn(child));
  }
  return names;
}

function readsOf(module: JavaScriptModule, binding: Binding): readonly SyntaxNode[] {
  return module.usesOf(binding).filter((use) => !isSameNode(targetAt(use), use));
}

function targetAt(use: SyntaxNode): SyntaxNode | null {
  return use.parent?.name === 'AssignmentExpression' ? use.parent.firstChild : null;
}

/** Returns every occurrence of `this.key` in the class. */
function membersLike(module: JavaScriptModule, member: SyntaxNode): readonly SyntaxNode[] {
  const key = member.lastChild;
  if (member.firstChild?.name !== 'this' || key === null || !key.name.endsWith('PropertyName')) return [];
  const found: SyntaxNode[] = [];
  for (const { parent } of module.occurrences([module.textOf(key)])) {
    const isOwn = parent?.name === 'MemberExpression' && parent.firstChild?.name === 'this';
    if (isOwn && !isSameNode(targetAt(parent), parent)) found.push(parent);
  }
  return found;
}

/** Returns the parameter of a function of this module that receives an argument. */
export function parameterOf(finder: OriginFinder, argument: SyntaxNode): readonly SyntaxNode[] {
  const list = argument.parent;
  const callee = list?.parent?.name === 'CallExpression' ? list.parent.firstChild : null;
  const at = list === null ? -1 : (argumentsOf(list)?.findIndex((one) => isSameNode(one, argument)) ?? -1);
  if (callee === null || at === -1) return [];
  const [origin, another] = finder.of(callee);
  if (origin === undefined || another !== undefined || origin.keys.length > 0) return [];
  if (origin.finder !== finder || !isFunction(origin.node)) return [];
  const parameter = parametersOf(origin.node)[at];
  return parameter === undefined ? [] : [parameter];
}

/** Returns calls of the function that returns `value`, found by name. */
function callsAround(module: JavaScriptModule, value: SyntaxNode): readonly SyntaxNode[] {
  const definition = functionAround(value);
  const isInside = value.parent?.name === 'ArrowFunction' && !isSameNode(value.parent, definition ?? null);
  return definition === undefined || isInside ? [] : callersOf(module, definition);
}
