import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../../syntax/python/strings.ts';
import { childrenOf } from '../../syntax/python/syntax.ts';
import { isComprehension } from './binding.ts';
import { itemsOf } from './displays.ts';
import type { BindingPlaces } from './binding-places.ts';
import { either, type State } from './states.ts';

/** The bindings that apply if a condition was true, and those that apply if it was false. */
interface Decided {
  readonly held: State;
  readonly failed: State;
}

/** Walks an expression in Python's evaluation order, and returns the bindings that apply after it. */
export function evaluated(places: BindingPlaces, node: SyntaxNode, state: State): State {
  if (state === undefined || !places.has(node)) return state;
  switch (node.name) {
    case 'VariableName':
      return places.pass(node, state);
    case 'NamedExpression':
    case 'AssignStatement':
    case 'UpdateStatement':
      return inOrder(places, valueFirst(node), state);
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return inOrder(places, nameLast(node), state);
    case 'LambdaExpression':
      return inOrder(places, node.getChildren('ParamList'), state);
    case 'ConditionalExpression':
    case 'UnaryExpression':
      return whicheverWay(decided(places, node, state));
    case 'BinaryExpression':
      return isLogic(node) ? whicheverWay(decided(places, node, state)) : ofOperator(places, node, state);
    default:
      return isComprehension(node)
        ? repeated(places, node, state)
        : inOrder(places, evaluationOrder(node), state);
  }
}

/** Like `evaluated`, but for a condition. */
export function decided(places: BindingPlaces, node: SyntaxNode, state: State): Decided {
  const [first, second, third] = childrenOf(node);
  switch (node.name) {
    case 'ParenthesizedExpression':
      if (second !== undefined) return decided(places, second, state);
      break;
    case 'NamedExpression':
      if (first !== undefined && third !== undefined) return ofWalrus(places, first, third, state);
      break;
    case 'UnaryExpression':
      if (first?.name === 'not' && second !== undefined) return negated(decided(places, second, state));
      break;
    case 'BinaryExpression':
      if (isLogic(node)) return ofLogic(places, node, state);
      break;
    case 'ConditionalExpression':
      return ofConditional(places, node, state);
    default:
  }
  const isSign = node.name === 'UnaryExpression';
  const then = isSign ? inOrder(places, childrenOf(node), state) : evaluated(places, node, state);
  const truth = truthOf(places, node);
  return { held: truth === false ? undefined : then, failed: truth === true ? undefined : then };
}

function whicheverWay({ held, failed }: Decided): State {
  return either(held, failed);
}

function negated({ held, failed }: Decided): Decided {
  return { held: failed, failed: held };
}

function ofWalrus(places: BindingPlaces, name: SyntaxNode, value: SyntaxNode, state: State): Decided {
  const { held, failed } = decided(places, value, state);
  return { held: evaluated(places, name, held), failed: evaluated(places, name, failed) };
}

function isLogic(node: SyntaxNode): boolean {
  return (node.getChild('and') ?? node.getChild('or')) !== null;
}

function ofLogic(places: BindingPlaces, node: SyntaxNode, state: State): Decided {
  const [left, right] = [node.firstChild, node.lastChild];
  if (left === null || right === null) return { held: state, failed: state };
  const first = decided(places, left, state);
  if (node.getChild('and') !== null) {
    const second = decided(places, right, first.held);
    return { held: second.held, failed: either(first.failed, second.failed) };
  }
  const second = decided(places, right, first.failed);
  return { held: either(first.held, second.held), failed: second.failed };
}

/** `a if condition else b`. */
function ofConditional(places: BindingPlaces, node: SyntaxNode, state: State): Decided {
  const condition = node.getChild('if')?.nextSibling;
  const [chosen, other] = [node.firstChild, node.lastChild];
  if (!condition || chosen === null || other === null) return { held: state, failed: state };
  const { held, failed } = decided(places, condition, state);
  const [ofChosen, ofOther] = [decided(places, chosen, held), decided(places, other, failed)];
  return {
    held: either(ofChosen.held, ofOther.held),
    failed: either(ofChosen.failed, ofOther.failed),
  };
}

/** `a < b < c` may not evaluate `c`. */
function ofOperator(places: BindingPlaces, node: SyntaxNode, state: State): State {
  const isChained = node.getChild('CompareOp') !== null && node.firstChild?.getChild('CompareOp') !== null;
  const then = inOrder(places, childrenOf(node), state);
  return isChained ? either(evaluated(places, node.firstChild ?? node, state), then) : then;
}

/** Code that runs any number of times, or not at all. */
function repeated(places: BindingPlaces, node: SyntaxNode, state: State): State {
  const within = either(state, places.walrusesIn(node));
  notedWithin(places, node, within);
  return within;
}

function notedWithin(places: BindingPlaces, node: SyntaxNode, state: State): void {
  for (const child of childrenOf(node)) {
    if (!places.has(child)) continue;
    if (child.name === 'VariableName') places.pass(child, state);
    else notedWithin(places, child, state);
  }
}

function inOrder(places: BindingPlaces, nodes: readonly SyntaxNode[], state: State): State {
  return nodes.reduce((before: State, node) => evaluated(places, node, before), state);
}

/** In `f(n := x)`, the parser makes the parts of the walrus direct children of the argument list. */
function evaluationOrder(node: SyntaxNode): readonly SyntaxNode[] {
  const children = childrenOf(node);
  if (node.name !== 'ArgList') return children;
  return children.map((child, at) => {
    if (child.nextSibling?.name === 'AssignOp') return children[at + 2] ?? child;
    return child.prevSibling?.name === 'AssignOp' ? (children[at - 2] ?? child) : child;
  });
}

/** Returns the value, followed by the targets from left to right. */
function valueFirst(node: SyntaxNode): readonly SyntaxNode[] {
  const children = childrenOf(node);
  const last = children.findLastIndex(({ name }) => /^(?:AssignOp|UpdateOp|:=)$/.test(name));
  return [...children.slice(last + 1), ...children.slice(0, last + 1)];
}

/** Returns the decorators, default values and bases, but not the body, because it has a separate scope. */
function nameLast(node: SyntaxNode): readonly SyntaxNode[] {
  const parts = childrenOf(node).filter(({ name }) => name !== 'Body' && name !== 'VariableName');
  return [...parts, ...node.getChildren('VariableName').slice(0, 1)];
}

/** Whether a condition is always true or always false. Undefined if it is not a literal. */
function truthOf({ module }: BindingPlaces, node: SyntaxNode): boolean | undefined {
  switch (node.name) {
    case 'None':
      return false;
    case 'Boolean':
      return module.textOf(node) === 'True';
    case 'Number':
      return /^[01]$/.test(module.textOf(node)) ? module.textOf(node) === '1' : undefined;
    case 'String': {
      const text = stringValue(module.text, node);
      return text === undefined ? undefined : text !== '';
    }
    default:
      return (itemsOf(node)?.length ?? 0) > 0 || undefined;
  }
}
