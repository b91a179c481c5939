import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, attributeOf, callAround, isSameNode, subscriptOf } from '../../syntax/python/syntax.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { containsString, operatorOf } from '../text-sums.ts';
import { isAssignedHeader, isHeaderValue, isPassword } from './headers.ts';

const textMethods = new Set(
  (
    'strip lstrip rstrip encode split rsplit splitlines lower upper title capitalize casefold swapcase startswith ' +
    'endswith replace format join removeprefix removesuffix partition rpartition find rfind isdigit isalpha ' +
    'isalnum isascii isspace zfill ljust rjust center'
  ).split(' '),
);

/** Whether code treats `value` as a string, so that a dictionary is certainly wrong. */
export function isTextUse(file: PythonFile, value: SyntaxNode): boolean {
  const parent = value.parent;
  if (parent === null) return false;
  switch (parent.name) {
    case 'FormatReplacement':
      // `{x!r}` and `{x=}` are debugging output.
      return parent.getChild('FormatConversion') === null && parent.getChild('FormatSelfDoc') === null;
    case 'BinaryExpression':
      return isOperand(file, parent, value);
    case 'TupleExpression':
      return isPassword(file, parent, value) || isFormatted(file, parent.parent, parent);
    case 'MemberExpression':
      return isSameNode(parent.firstChild, value) && isTextMember(file, parent);
    case 'ArgList':
      return isFormatArgument(file, parent, value);
    case 'DictionaryExpression':
      return isHeaderValue(file, parent, value);
    case 'AssignStatement':
      return isAssignedHeader(file, parent, value);
    default:
      return false;
  }
}

/** `"Basic " + x`, `"Bearer %s" % x`. */
function isOperand(file: PythonFile, binary: SyntaxNode, value: SyntaxNode): boolean {
  return isAddedToText(file, binary, value) || isFormatted(file, binary, value);
}

/** `"Basic " + x` */
export function isAddedToText(file: PythonFile, binary: SyntaxNode, value: SyntaxNode): boolean {
  if (!isAddition(file, binary)) return false;
  const other = isSameNode(binary.firstChild, value) ? binary.lastChild : binary.firstChild;
  return (
    other !== null &&
    containsString(file.module, other, {
      // Adding anything other than a string to a string fails.
      isString: ({ name }) => /^(?:Format|Continued)?String$/.test(name),
      operandsOf: (node) => {
        const [left, right] = [node.firstChild, node.lastChild];
        return left === null || right === null || !isAddition(file, node) ? undefined : [left, right];
      },
    })
  );
}

function isAddition(file: PythonFile, node: SyntaxNode): boolean {
  const operator = node.name === 'BinaryExpression' ? operatorOf(node) : undefined;
  return operator?.name === 'ArithOp' && file.module.textOf(operator) === '+';
}

/** `%s` formats the entire value. `%(client_id)s` reads a field of it, which is fine. */
function isFormatted(file: PythonFile, binary: SyntaxNode | null, value: SyntaxNode): boolean {
  const operator = binary?.name === 'BinaryExpression' ? operatorOf(binary) : undefined;
  if (
    binary === null ||
    operator?.name !== 'ArithOp' ||
    file.module.textOf(operator) !== '%' ||
    !isSameNode(binary.lastChild, value)
  )
    return false;
  const format = binary.firstChild === null ? undefined : stringValue(file.module.text, binary.firstChild);
  return format !== undefined && /%s/.test(format) && !/%(?:\(|[^s%])/.test(format);
}

/** `x.strip()`. `x[:4]` and `x[0]` also fail on a dictionary whose keys are names. */
function isTextMember(file: PythonFile, member: SyntaxNode): boolean {
  const attribute = attributeOf(member);
  if (attribute !== undefined) {
    return textMethods.has(file.module.textOf(attribute.property)) && callAround(member) !== undefined;
  }
  const subscript = subscriptOf(member);
  if (subscript === undefined) return false;
  if (subscript.index !== undefined) return subscript.index.name === 'Number';
  return member.getChild(':') !== null && member.getChild('⚠') === null;
}

/** `"Bearer {}".format(x)`. `"{0[client_id]}".format(x)` reads a field instead. */
function isFormatArgument(file: PythonFile, list: SyntaxNode, value: SyntaxNode): boolean {
  const callee = list.parent?.name === 'CallExpression' ? list.parent.firstChild : null;
  const method = callee === null ? undefined : attributeOf(callee);
  if (method === undefined || file.module.textOf(method.property) !== 'format') return false;
  const format = stringValue(file.module.text, method.object);
  if (format === undefined || /\{[^}]*[[.!]/.test(format) || !format.includes('{')) return false;
  return argumentsOf(file.module.text, list).some(
    (given) => given.star === undefined && isSameNode(given.value, value),
  );
}
