import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callOf, childrenOf } from '../../syntax/python/syntax.ts';
import { sentence, type Sentence } from '../../../contracts/words.ts';
import { quoted } from '../derivation-parts.ts';
import { bindingAt } from './binding.ts';
import { importedAs } from './imported.ts';
import type { Origin } from './origin.ts';
import type { PythonModule } from './python-module.ts';
import { nameOf, scopeOf } from './scope.ts';

/**
 * Describes the role of an expression in its context: what it is passed to, what returns it, or what it is an
 * entry of.
 */
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

/** Returns the function whose body or parameters contain a node. */
function functionAround(module: PythonModule, node: SyntaxNode): string | Sentence {
  const scope = scopeOf(node);
  const name = scope.name === 'FunctionDefinition' ? nameOf(scope) : undefined;
  return name === undefined ? sentence('the function') : quoted(module, name);
}

/** Explains in a sentence why an expression could not be followed further. */
export function reasonFor({ node, finder }: Origin): Sentence {
  const { module } = finder;
  const code = quoted(module, node);
  switch (node.name) {
    case 'VariableName':
      return reasonForName({ node, finder, frame: undefined }, code);
    case 'CallExpression':
      return sentence('The return value of {name} is unknown.', {
        name: quoted(module, callOf(node)?.callee ?? node),
      });
    case 'MemberExpression':
      return attributeOf(node) === undefined
        ? sentence('It is unknown which entry {code} refers to.', { code })
        : sentence('The value that code assigns to {code} is unknown.', { code });
    case 'AwaitExpression':
    case 'YieldExpression':
      return sentence('The value of {code} is known only at run time.', { code });
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return sentence('The string {code} cannot be read.', { code });
    case 'Script':
      return sentence('It is a module, not a string.');
    case 'None':
      return sentence('It is `None`, not a name.');
    case 'Number':
    case 'Boolean':
      return sentence('{code} is not a string.', { code });
    default:
      return sentence('The result of {code} is unknown.', { code });
  }
}

function reasonForName({ node, finder }: Origin, code: string): Sentence {
  const { module, others } = finder;
  const imported = importedAs(module.text, node);
  if (imported !== undefined) {
    return others.find(imported.module, module.uri) === undefined
      ? sentence('{code} comes from `{module}`, which is not a file of this project.', {
          code,
          module: imported.module,
        })
      : sentence('The value that `{module}` assigns to {code} is unknown.', {
          module: imported.module,
          code,
        });
  }
  switch (bindingAt(module.text, node)?.kind) {
    case 'parameter':
      return sentence('{code} is a parameter of {function}, and not all of its calls are known.', {
        code,
        function: functionAround(module, node),
      });
    case 'loop':
    case 'comprehension':
      return sentence('{code} comes from a loop over unknown values.', { code });
    case 'assignment':
    case 'walrus':
      return sentence('{code} may be changed after it is set.', { code });
    case 'function':
    case 'class':
      return sentence('{code} is a definition, not a string.', { code });
    case 'other':
      return sentence('{code} is assigned in a way that is not analyzed.', { code });
    case 'import':
    case undefined:
      return sentence('{code} is not assigned anywhere in view.', { code });
  }
}
