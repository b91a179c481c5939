import type { SyntaxNode } from '@lezer/common';
import { argumentsOf } from '../../flow/javascript/functions.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import {
  branches,
  defaultingParts,
  isSameNode,
  keyOf,
  targetOf,
  unwrapped,
  wrapped,
} from '../../syntax/javascript/syntax.ts';
import { isUntouched } from '../../flow/javascript/untouched.ts';

import { isSensitiveField } from './own-properties.ts';

/** Methods whose result contains the string that they are called on. */
const showing = new Set(
  'concat normalize padEnd padStart replace replaceAll split toLowerCase toString toUpperCase trim trimEnd trimStart'.split(
    ' ',
  ),
);

/**
 * Returns the expressions whose value is part of another expression: `${x}`, `{ key: x }` and
 * `JSON.stringify(x)` contain `x`.
 */
export function partsOf(module: JavaScriptModule, node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.name) {
    case 'TemplateString':
      return node.parent?.name === 'TaggedTemplateExpression' ? [] : interpolated(node);
    case 'BinaryExpression':
      return operands(module, node);
    case 'ObjectExpression':
      return isUntouched(module, node) ? propertyValues(node) : [];
    case 'ArrayExpression':
      return isUntouched(module, node) ? items(node) : [];
    case 'CallExpression':
      return partsOfCall(module, node);
    default:
      return [];
  }
}

function interpolated(template: SyntaxNode): readonly SyntaxNode[] {
  return template.getChildren('Interpolation').flatMap((hole) => hole.firstChild?.nextSibling ?? []);
}

function operands(module: JavaScriptModule, node: SyntaxNode): readonly SyntaxNode[] {
  const operator = node.getChild('ArithOp');
  if (operator === null || module.textOf(operator) !== '+') return [];
  return [node.firstChild, node.lastChild].filter((side) => side !== null);
}

/** Properties after `...x` may overwrite fields of `x`: `{ ...x, client_secret: "***" }`. */
function propertyValues(object: SyntaxNode): readonly SyntaxNode[] {
  const properties = object.getChildren('Property');
  return properties.flatMap((property, position) => {
    if (property.getChild('Spread') !== null)
      return position === properties.length - 1 && property.lastChild ? [property.lastChild] : [];
    if (property.getChild('ParamList') !== null) return [];
    const value = property.getChild(':')?.nextSibling;
    return value ?? (property.firstChild?.nextSibling === null ? [property.firstChild] : []);
  });
}

function items(array: SyntaxNode): readonly SyntaxNode[] {
  return argumentsOf(array)?.filter(({ name }) => name !== '[' && name !== ']') ?? [];
}

function partsOfCall(module: JavaScriptModule, call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.getChild('ArgList');
  const callee = call.firstChild && unwrapped(call.firstChild);
  const given = list === null ? undefined : argumentsOf(list);
  if (callee === null || given === undefined) return [];
  const [first, replacer] = given;
  const name = module.textOf(callee);
  if (name === 'String' || name === 'encodeURIComponent') return first ? [first] : [];
  if (name === 'JSON.stringify') {
    const isWhole = replacer === undefined || /^(?:null|undefined)$/.test(module.textOf(replacer));
    return first && isWhole ? [first] : [];
  }
  if (callee.name !== 'MemberExpression' || callee.firstChild === null) return [];
  const method = keyOf(callee, module.text) ?? '';
  if (method === 'join') return [callee.firstChild];
  if (!showing.has(method)) return [];
  // `x.replace(/./g, "*")` masks the value.
  if (method.startsWith('replace')) return [];
  return method === 'concat' ? [callee.firstChild, ...given] : [callee.firstChild];
}

/** Returns the outermost expression that is or contains the value of `node`, based on the syntax alone. */
export function carrierAround(module: JavaScriptModule, node: SyntaxNode): SyntaxNode {
  let outer = node;
  for (let next = carrierOf(module, outer); next !== undefined; next = carrierOf(module, outer)) outer = next;
  return outer;
}

function carrierOf(module: JavaScriptModule, node: SyntaxNode): SyntaxNode | undefined {
  const same = sameValueAround(module, node);
  if (same !== undefined) return same;
  const candidate = candidateAround(node);
  if (candidate === undefined) return undefined;
  if (candidate.name === 'MemberExpression')
    return isSensitiveField(keyOf(candidate, module.text) ?? '') ? candidate : undefined;
  const isPart = partsByForm(module, candidate).some((part) => isSameNode(part, node));
  return isPart ? candidate : undefined;
}

/** Whether the object is modified is checked later. */
function partsByForm(module: JavaScriptModule, node: SyntaxNode): readonly SyntaxNode[] {
  if (node.name === 'ObjectExpression') return propertyValues(node);
  return node.name === 'ArrayExpression' ? items(node) : partsOf(module, node);
}

function candidateAround(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  switch (parent?.name ?? '') {
    case 'Interpolation':
    case 'Property':
    case 'ArgList':
      return parent?.parent ?? undefined;
    case 'MemberExpression': {
      if (!isSameNode(parent?.firstChild, node)) return undefined;
      const outer = parent?.parent;
      const isCalled = outer?.name === 'CallExpression' && isSameNode(outer.firstChild, parent ?? null);
      return (isCalled ? outer : parent) ?? undefined;
    }
    case 'BinaryExpression':
    case 'ArrayExpression':
      return parent ?? undefined;
    default:
      return undefined;
  }
}

/** Returns the target of `value` in a declaration, an assignment, or a conditional assignment (`??=`). */
export function receiverOf(module: JavaScriptModule, value: SyntaxNode): SyntaxNode | undefined {
  const operator = value.prevSibling;
  const isKept = operator?.name === 'UpdateOp' && /^(?:\?\?|\|\|)=$/.test(module.textOf(operator));
  return isKept ? (operator.prevSibling ?? undefined) : targetOf(value);
}

/**
 * Returns the expression around `node` that may have the same value as `node`: parentheses, `await` or a
 * conditional.
 */
export function sameValueAround(module: JavaScriptModule, node: SyntaxNode): SyntaxNode | undefined {
  const outer = wrapped(node);
  if (!isSameNode(outer, node)) return outer;
  const parent = node.parent;
  if (parent === null) return undefined;
  if (parent.name === 'AwaitExpression') return parent;
  const parts = branches(parent) ?? defaultingParts(parent, module.text);
  if (parts?.some((part) => isSameNode(part, node)) === true) return parent;
  const isAssigned = parent.name === 'AssignmentExpression' && isSameNode(parent.lastChild, node);
  return isAssigned && parent.getChild('Equals') !== null && parent.parent?.name !== 'ExpressionStatement'
    ? parent
    : undefined;
}
