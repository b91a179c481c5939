import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../all-known.ts';
import { type Binding, outermostPattern } from './binding.ts';
import { eachItem } from './each-item.ts';
import { argumentsOf, callOf, functionAround, parametersOf } from './functions.ts';
import type { JavaScriptModule } from './module.ts';
import { alternatives, atAnyTime, type Frame, type Key, type FlowPlace, placeOf, stepTo } from './origin.ts';
import { isAssigned } from './paths.ts';
import { isFunction, isSameNode, keyOf, valueAfter } from '../../syntax/javascript/syntax.ts';

/** Returns the values of a parameter, from the call that was followed to get here or from every call. */
export function nextOfParameter(place: FlowPlace, binding: Binding): readonly FlowPlace[] | undefined {
  const { module } = place.finder;
  const definition = binding.owner.parent;
  if (definition === null || !isFunction(definition) || isAssigned(module, binding)) return undefined;
  const { target } = outermostPattern(module.text, binding.node);
  const at = parametersOf(definition).findIndex((one) => isSameNode(one, target));
  if (at === -1) return undefined;
  const keys = [...binding.keys, ...place.keys];
  const frame = frameAround(place.frame, definition);
  if (frame?.isRepeated === true) return undefined;
  const passed =
    frame === undefined
      ? passedByAll(place, definition, at, keys)
      : passedBy(place, frame.list, at, keys, { ...frame.caller, from: place });
  if (passed === undefined) return undefined;
  const fallback = passed.isLeftOut || target !== binding.node ? valueAfter(binding.node) : undefined;
  const whole = passed.isLeftOut && target !== binding.node ? valueAfter(target) : undefined;
  const isMissing = passed.isLeftOut && fallback === undefined && whole === undefined;
  if (isMissing && passed.places.length === 0) return undefined;
  return [
    ...passed.places,
    ...(fallback ? [stepTo(place, fallback)] : []),
    ...(whole ? [stepTo(place, whole, keys)] : []),
  ];
}

/** If a function has more calls than this, its parameters may have any value. */
const maximumCalls = 60;

interface Passed {
  readonly places: readonly FlowPlace[];
  /** A call omits the argument, so the default value applies. */
  readonly isLeftOut: boolean;
}

function frameAround(frame: Frame | undefined, definition: SyntaxNode): Frame | undefined {
  if (frame === undefined || isSameNode(frame.definition, definition)) return frame;
  return frameAround(frame.caller.frame, definition);
}

function passedBy(
  place: FlowPlace,
  list: SyntaxNode,
  at: number,
  keys: readonly Key[],
  caller: FlowPlace,
): Passed | undefined {
  const given = argumentsOf(list);
  if (given === undefined) return undefined;
  const argument = given[at];
  if (argument === undefined) return { places: [], isLeftOut: true };
  // The default value also replaces an explicit `undefined`.
  const isLeftOut = caller.finder
    .of(argument)
    .some(({ node, finder }) => finder.module.textOf(node) === 'undefined');
  return { places: [{ ...stepTo(caller, argument, keys), from: place }], isLeftOut };
}

function passedByAll(
  place: FlowPlace,
  definition: SyntaxNode,
  at: number,
  keys: readonly Key[],
): Passed | undefined {
  const iterated = at === 0 ? iteratedBy(place.finder.module, definition) : undefined;
  if (iterated !== undefined)
    return { places: eachItem(place, definition, iterated, keys), isLeftOut: false };
  const calls = callsOf(place.finder.module, definition);
  if (calls === undefined) return undefined;
  const passed = allKnown(calls.map((list) => passedBy(place, list, at, keys, placeOf(place.finder, list))));
  if (passed === undefined || passed.length === 0) return undefined;
  const places = passed.flatMap((one) => one.places);
  const isLeftOut = passed.some((one) => one.isLeftOut);
  if (isLeftOut || isRecursive(place.finder.module, definition))
    return { places: atAnyTime(places) ?? [], isLeftOut };
  return { places: alternatives(place, definition, places), isLeftOut };
}

const iterating = /^(?:every|filter|find|flatMap|forEach|map|some)$/;

/** In `NAMES.map((name) => …)`, returns the array. */
function iteratedBy(module: JavaScriptModule, definition: SyntaxNode): SyntaxNode | undefined {
  const list = definition.parent;
  const callee = list?.name === 'ArgList' ? list.parent?.firstChild : null;
  const isFirst = definition.prevSibling?.name === '(';
  if (!isFirst || callee?.name !== 'MemberExpression' || callee.firstChild === null) return undefined;
  return iterating.test(keyOf(callee, module.text) ?? '') ? callee.firstChild : undefined;
}

/**
 * Returns every call of a function that only this file can call. Undefined if the function is passed to other
 * code.
 */
function callsOf(module: JavaScriptModule, definition: SyntaxNode): readonly SyntaxNode[] | undefined {
  const name = nameOf(module, definition);
  const binding = name && module.bindingOf(name);
  if (name === undefined || binding === undefined || isExported(name) || binding.kind === 'loose')
    return undefined;
  if (module.evaluates) return undefined;
  const uses = module.usesOf(binding);
  if (uses.length > maximumCalls) return undefined;
  const lists: SyntaxNode[] = [];
  for (const use of uses) {
    const list = callOf(use)?.getChild('ArgList');
    if (!list) return undefined;
    lists.push(list);
  }
  return lists;
}

const maximumCallers = 40;

/** Whether a function may be called while it runs, so that its variables have several values at a time. */
function isRecursive(module: JavaScriptModule, definition: SyntaxNode): boolean {
  const waiting = [definition];
  for (const one of waiting) {
    const name = nameOf(module, one);
    const binding = name && module.bindingOf(name);
    for (const use of binding ? module.usesOf(binding) : [one]) {
      const outer = functionAround(use);
      if (isSameNode(outer, definition) || waiting.length > maximumCallers) return true;
      if (outer && !waiting.some((known) => isSameNode(known, outer))) waiting.push(outer);
    }
  }
  return false;
}

/** Returns the name by which a function is called. For a constructor, that is the name of its class. */
function nameOf(module: JavaScriptModule, definition: SyntaxNode): SyntaxNode | undefined {
  if (definition.name === 'MethodDeclaration') {
    const owner = definition.parent?.parent;
    const key = definition.getChild('PropertyDefinition');
    const isConstructor = key !== null && module.textOf(key) === 'constructor';
    return (
      (isConstructor && owner?.name === 'ClassDeclaration' && owner.getChild('VariableDefinition')) ||
      undefined
    );
  }
  if (definition.name === 'FunctionDeclaration')
    return definition.getChild('VariableDefinition') ?? undefined;
  const isGiven =
    definition.parent?.name === 'VariableDeclaration' && definition.prevSibling?.name === 'Equals';
  const target = isGiven ? definition.prevSibling?.prevSibling : undefined;
  const name = target?.name === 'TypeAnnotation' ? target.prevSibling : target;
  return name?.name === 'VariableDefinition' ? name : undefined;
}

function isExported(name: SyntaxNode): boolean {
  return name.parent?.parent?.name === 'ExportDeclaration';
}
