import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { isSameNode, keyOf, unwrapped, wrapped } from '../../syntax/javascript/syntax.ts';
import { containsString, operatorOf } from '../text-sums.ts';
import { isTextMethod } from './own-properties.ts';

/** Whether code treats `value` as a string, so that an object is certainly wrong. */
export function isTextUse(module: JavaScriptModule, value: SyntaxNode): boolean {
  const parent = value.parent;
  switch (parent?.name ?? '') {
    case 'Interpolation':
      return parent?.parent?.parent?.name !== 'TaggedTemplateExpression';
    case 'BinaryExpression':
      return parent !== null && isOperand(module, parent, value);
    case 'MemberExpression':
      return parent !== null && isTextMember(module, parent, value);
    case 'Property':
      return parent !== null && isHeader(module, parent, value);
    default:
      return false;
  }
}

/** `"Basic " + x`. */
function isOperand(module: JavaScriptModule, sum: SyntaxNode, value: SyntaxNode): boolean {
  if (!isAddition(module, sum)) return false;
  const other = isSameNode(sum.firstChild, value) ? sum.lastChild : sum.firstChild;
  return (
    other !== null &&
    containsString(module, unwrapped(other), {
      isString: ({ name }) => name === 'String' || name === 'TemplateString',
      operandsOf: (node) => {
        const [left, right] = [node.firstChild, node.lastChild];
        if (left === null || right === null || !isAddition(module, node)) return undefined;
        return [unwrapped(left), unwrapped(right)];
      },
    })
  );
}

function isAddition(module: JavaScriptModule, node: SyntaxNode): boolean {
  const operator = node.name === 'BinaryExpression' ? operatorOf(node) : undefined;
  return operator?.name === 'ArithOp' && module.textOf(operator) === '+';
}

function isTextMember(module: JavaScriptModule, member: SyntaxNode, value: SyntaxNode): boolean {
  if (!isSameNode(member.firstChild, value) || !isTextMethod(keyOf(member, module.text) ?? '')) return false;
  // `x.trim?.()` checks for the method first.
  if (module.text.slice(member.to, member.to + 2) === '?.') return false;
  const outer = wrapped(member);
  return outer.parent?.name === 'CallExpression' && isSameNode(outer.parent.firstChild, outer);
}

/** `fetch(url, { headers: { Authorization: x } })`. Only strings are allowed. */
function isHeader(module: JavaScriptModule, property: SyntaxNode, value: SyntaxNode): boolean {
  if (property.getChild(':')?.nextSibling?.from !== value.from) return false;
  const headers = property.parent?.parent;
  const options =
    headers?.name === 'Property' && keyOf(headers, module.text) === 'headers' ? headers.parent : null;
  const call = options?.parent?.name === 'ArgList' ? options.parent.parent : null;
  const callee = call?.firstChild;
  return callee !== null && callee !== undefined && /^(?:fetch|axios(?:\.\w+)?)$/.test(module.textOf(callee));
}

const mappingReaders = /^Object\.(?:entries|keys|values)$/;

/** Whether code treats `value` as an object without naming a field: `Object.keys(x)`, `{ ...x }`. */
export function isMappingUse(module: JavaScriptModule, value: SyntaxNode): boolean {
  const parent = value.parent;
  if (parent?.name === 'Property') return value.prevSibling?.name === 'Spread';
  const callee = parent?.name === 'ArgList' ? parent.parent?.firstChild : null;
  return callee !== null && callee !== undefined && mappingReaders.test(module.textOf(callee));
}
