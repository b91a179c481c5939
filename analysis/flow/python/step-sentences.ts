import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callOf, childrenOf } from '../../syntax/python/syntax.ts';
import { sentence, type Sentence } from '../../model/translator.ts';
import type { PythonModule } from './python-module.ts';
import { nameOf, scopeOf } from './scope.ts';

/** Describes an expression's role in its context: what it is passed to, returned by, or an entry of. */
export function stepSentence(module: PythonModule, node: SyntaxNode): Sentence {
  const parent = node.parent;
  if (parent === null) return sentence('It is this module.');
  const code = quoted(module, node);
  switch (parent.name) {
    case 'AssignStatement':
    case 'NamedExpression':
      return sentence('{name} is set to {code}.', { name: quoted(module, parent.firstChild ?? node), code });
    case 'UpdateStatement':
      return node.prevSibling === null
        ? sentence('{code} is extended here.', { code })
        : sentence('{name} is extended by {code}.', {
            name: quoted(module, parent.firstChild ?? node),
            code,
          });
    case 'ArgList':
      return argumentSentence(module, node, parent, code);
    case 'ParamList':
      return parameterSentence(module, node, code);
    case 'ReturnStatement':
      return sentence('{function} returns {code}.', { function: functionAround(module, parent), code });
    case 'ConditionalExpression':
      return sentence('One of two alternatives is {code}.', { code });
    case 'DictionaryExpression':
      return sentence('An entry of the dictionary is {code}.', { code });
    case 'ArrayExpression':
    case 'SetExpression':
    case 'TupleExpression':
      return sentence('An item of the collection is {code}.', { code });
    case 'ForStatement':
      return sentence('The loop goes through {code}.', { code });
    case 'FormatReplacement':
      return sentence('{code} is inserted into the string.', { code });
    case 'BinaryExpression':
      return binarySentence(module, parent, code);
    case 'MemberExpression':
      return memberSentence(module, parent, code);
    default:
      return sentence('It comes from {code}.', { code });
  }
}

/** `name.lower()` and `NAMES[key]`. */
function memberSentence(module: PythonModule, member: SyntaxNode, code: string): Sentence {
  const attribute = attributeOf(member);
  return attribute === undefined
    ? sentence('It is taken out of {code}.', { code })
    : sentence('{name} is looked up in {code}.', { name: quoted(module, attribute.property), code });
}

function argumentSentence(module: PythonModule, node: SyntaxNode, list: SyntaxNode, code: string): Sentence {
  const call = list.parent === null ? undefined : callOf(list.parent);
  const keyword = node.prevSibling?.name === 'AssignOp' ? node.prevSibling.prevSibling : null;
  const callee = call === undefined ? '' : quoted(module, call.callee);
  if (keyword !== null)
    return sentence('{callee} is called with {code} as {keyword}.', {
      callee,
      code,
      keyword: quoted(module, keyword),
    });
  return sentence('{callee} is called with {code}.', { callee, code });
}

function parameterSentence(module: PythonModule, node: SyntaxNode, code: string): Sentence {
  const before = node.prevSibling?.name === 'AssignOp' ? node.prevSibling.prevSibling : null;
  const name = before?.name === 'TypeDef' ? before.prevSibling : before;
  return name === null
    ? sentence('{code} is a parameter of {function}.', { code, function: functionAround(module, node) })
    : sentence('{name} is {code} unless a call passes another value.', { name: quoted(module, name), code });
}

function binarySentence(module: PythonModule, parent: SyntaxNode, code: string): Sentence {
  const operator = childrenOf(parent)[1];
  const sign = operator === undefined ? '' : module.textOf(operator);
  if (sign === 'or') return sentence('One of two alternatives is {code}.', { code });
  if (sign === 'and') return sentence('The result of the condition is {code}.', { code });
  return sentence('{code} is a part of the string.', { code });
}

/** The function whose body or parameters contain a node. */
export function functionAround(module: PythonModule, node: SyntaxNode): string | Sentence {
  const scope = scopeOf(node);
  const name = scope.name === 'FunctionDefinition' ? nameOf(scope) : undefined;
  return name === undefined ? sentence('the function') : quoted(module, name);
}

export function quoted(module: PythonModule, node: SyntaxNode): string {
  return `\`${oneLine(module.textOf(node))}\``;
}

const maximumCode = 80;

/** Code shortened to one line for use in a sentence. */
export function oneLine(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ').replaceAll('`', "'").trim();
  return line.length > maximumCode ? `${line.slice(0, maximumCode - 1)}…` : line;
}
