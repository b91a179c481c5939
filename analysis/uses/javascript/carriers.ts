import type { SyntaxNode } from '@lezer/common';
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
import { isSensitiveField } from './own-properties.ts';

/** Methods whose result contains the string or array that they are called on. */
const keeping =
  /^(?:concat|join|normalize|pad(?:End|Start)|split|to(?:Lower|Upper)Case|toString|trim(?:End|Start)?)$/;
/** Functions whose result contains their first argument. */
const containing = /^(?:String|encodeURIComponent|JSON\.stringify)$|\.concat$/;

/** Returns the outermost expression that is or contains the value of `node`, based on the syntax alone. */
export function carrierAround(module: JavaScriptModule, node: SyntaxNode): SyntaxNode {
  let outer = node;
  for (let next = carrierOf(module, outer); next !== undefined; next = carrierOf(module, outer)) outer = next;
  return outer;
}

function carrierOf(module: JavaScriptModule, node: SyntaxNode): SyntaxNode | undefined {
  return sameValueAround(module, node) ?? madeWith(module, node);
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

/** Returns the string or object that is made with `node`: `${x}`, `{ key: x }`, `JSON.stringify(x)`. */
function madeWith(module: JavaScriptModule, node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'Interpolation':
      return parent.parent?.parent?.name === 'TaggedTemplateExpression'
        ? undefined
        : (parent.parent ?? undefined);
    case 'BinaryExpression': {
      const operator = parent.getChild('ArithOp');
      return operator !== null && module.textOf(operator) === '+' ? parent : undefined;
    }
    case 'ArrayExpression':
      return node.prevSibling?.name === 'Spread' ? undefined : parent;
    case 'Property':
      return isValueOf(parent, node) ? (parent.parent ?? undefined) : undefined;
    case 'ArgList':
      return callWith(module, parent, node);
    case 'MemberExpression':
      return isSameNode(parent.firstChild, node) ? readFrom(module, parent) : undefined;
    default:
      return undefined;
  }
}

/** `{ key: x }`, `{ x }`. In `{ ...x, key: y }`, other properties may overwrite those of `x`. */
function isValueOf(property: SyntaxNode, node: SyntaxNode): boolean {
  switch (node.prevSibling?.name) {
    case undefined:
      return node.nextSibling === null;
    case 'Spread':
      return property.nextSibling?.name === '}';
    default:
      return node.prevSibling?.name === ':';
  }
}

function callWith(module: JavaScriptModule, list: SyntaxNode, node: SyntaxNode): SyntaxNode | undefined {
  const call = list.parent?.name === 'CallExpression' ? list.parent : null;
  const callee = call?.firstChild;
  if (!call || !callee || node.prevSibling?.name !== '(') return undefined;
  return containing.test(module.textOf(unwrapped(callee))) ? call : undefined;
}

/** `x.client_secret`, `x.trim()`. */
function readFrom({ text }: JavaScriptModule, member: SyntaxNode): SyntaxNode | undefined {
  const key = keyOf(member, text) ?? '';
  const outer = member.parent;
  const isCalled = outer?.name === 'CallExpression' && isSameNode(outer.firstChild, member);
  if (isCalled) return keeping.test(key) ? outer : undefined;
  return isSensitiveField(key) ? member : undefined;
}
