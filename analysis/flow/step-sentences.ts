import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callOf, childrenOf } from '../languages/python/syntax.ts';
import type { PythonModule } from './python-module.ts';
import { nameOf, scopeOf } from './scope.ts';

/** Says what an expression is for where it stands: what it is given to, returned by, an entry of. */
export function stepSentence(module: PythonModule, node: SyntaxNode): string {
  const parent = node.parent;
  if (parent === null) return 'It is this module.';
  const code = quoted(module, node);
  switch (parent.name) {
    case 'AssignStatement':
    case 'NamedExpression':
      return `${quoted(module, parent.firstChild ?? node)} is set to ${code}.`;
    case 'UpdateStatement':
      return node.prevSibling === null
        ? `${code} grows here.`
        : `${quoted(module, parent.firstChild ?? node)} grows by ${code}.`;
    case 'ArgList':
      return argumentSentence(module, node, parent, code);
    case 'ParamList':
      return parameterSentence(module, node, code);
    case 'ReturnStatement':
      return `${functionAround(module, parent)} returns ${code}.`;
    case 'ConditionalExpression':
      return `One of two choices is ${code}.`;
    case 'DictionaryExpression':
      return `An entry of the dictionary is ${code}.`;
    case 'ArrayExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return `An item of the collection is ${code}.`;
    case 'ForStatement':
      return `The loop goes through ${code}.`;
    case 'FormatReplacement':
      return `${code} is put into the text.`;
    case 'BinaryExpression':
      return binarySentence(module, parent, code);
    case 'MemberExpression':
      return memberSentence(module, parent, code);
    default:
      return `It comes from ${code}.`;
  }
}

/** `name.lower()` and `NAMES[key]`. */
function memberSentence(module: PythonModule, member: SyntaxNode, code: string): string {
  const attribute = attributeOf(member);
  return attribute === undefined
    ? `It is taken out of ${code}.`
    : `${quoted(module, attribute.property)} is asked of ${code}.`;
}

function argumentSentence(module: PythonModule, node: SyntaxNode, list: SyntaxNode, code: string): string {
  const call = list.parent === null ? undefined : callOf(list.parent);
  const keyword = node.prevSibling?.name === 'AssignOp' ? node.prevSibling.prevSibling : null;
  const callee = call === undefined ? 'It' : quoted(module, call.callee);
  if (keyword !== null) return `${callee} is called with ${code} as ${quoted(module, keyword)}.`;
  return `${callee} is called with ${code}.`;
}

function parameterSentence(module: PythonModule, node: SyntaxNode, code: string): string {
  const before = node.prevSibling?.name === 'AssignOp' ? node.prevSibling.prevSibling : null;
  const name = before?.name === 'TypeDef' ? before.prevSibling : before;
  return name === null
    ? `${code} is a parameter of ${functionAround(module, node)}.`
    : `${quoted(module, name)} is ${code} unless a call says otherwise.`;
}

function binarySentence(module: PythonModule, parent: SyntaxNode, code: string): string {
  const operator = childrenOf(parent)[1];
  const sign = operator === undefined ? '' : module.textOf(operator);
  if (sign === 'or') return `One of two choices is ${code}.`;
  if (sign === 'and') return `Behind the condition stands ${code}.`;
  return `${code} is a part of the text.`;
}

/** The function in whose body, or among whose parameters, a node stands. */
export function functionAround(module: PythonModule, node: SyntaxNode): string {
  const scope = scopeOf(node);
  const name = scope.name === 'FunctionDefinition' ? nameOf(scope) : undefined;
  return name === undefined ? 'the function' : quoted(module, name);
}

export function quoted(module: PythonModule, node: SyntaxNode): string {
  return `\`${oneLine(module.textOf(node))}\``;
}

const maximumCode = 80;

/** Code as it fits into a sentence. */
export function oneLine(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ').replaceAll('`', "'").trim();
  return line.length > maximumCode ? `${line.slice(0, maximumCode - 1)}…` : line;
}
