import type { SyntaxNode } from '@lezer/common';
import { sentence, type Sentence } from '../../../contracts/words.ts';
import { quoted } from '../derivation-parts.ts';
import { functionAround } from './functions.ts';
import type { JavaScriptModule } from './module.ts';
import type { FlowPlace } from './origin.ts';
import { targetOf } from '../../syntax/javascript/syntax.ts';

/**
 * Describes the role of an expression in its context: what it is passed to, what returns it, or what it is an
 * entry of.
 */
export function stepSentence({ node, finder: { module } }: FlowPlace): Sentence {
  const parent = node.parent;
  const code = quoted(module, node);
  const target = targetOf(node);
  if (target !== undefined)
    return sentence('{name} is set to {code}.', { name: quoted(module, target), code });
  switch (parent?.name ?? '') {
    case 'ArgList':
      return sentence('{callee} is called with {code}.', {
        callee: quoted(module, parent?.parent?.firstChild ?? node),
        code,
      });
    case 'ReturnStatement':
    case 'ArrowFunction':
      return sentence('{function} returns {code}.', { function: functionName(module, node), code });
    case 'ConditionalExpression':
      return sentence('One of two alternatives is {code}.', { code });
    case 'BinaryExpression':
      return parent?.getChild('LogicOp') === null
        ? sentence('{code} is a part of the string.', { code })
        : sentence('One of two alternatives is {code}.', { code });
    case 'Property':
      return sentence('A property of the object is {code}.', { code });
    case 'ArrayExpression':
      return sentence('An item of the array is {code}.', { code });
    case 'Interpolation':
      return sentence('{code} is inserted into the string.', { code });
    case 'ForOfSpec':
      return sentence('The loop goes through {code}.', { code });
    case 'MemberExpression':
      return sentence('It is taken out of {code}.', { code });
    case 'ExportDeclaration':
    case 'ExportGroup':
      return sentence('The module exports {code}.', { code });
    default:
      return sentence('It comes from {code}.', { code });
  }
}

/** Explains in a sentence why an expression could not be followed further. */
export function reasonFor({ node, keys, finder: { module } }: FlowPlace): Sentence {
  const code = quoted(module, node);
  if (keys.length > 0) return sentence('The value that code takes from {code} is unknown.', { code });
  switch (node.name) {
    case 'VariableName':
    case 'VariableDefinition':
    case 'PropertyDefinition':
      return reasonForName(module, node, code);
    case 'CallExpression':
      return sentence('The return value of {name} is unknown.', {
        name: quoted(module, node.firstChild ?? node),
      });
    case 'Number':
    case 'BooleanLiteral':
    case 'null':
      return sentence('{code} is not a string.', { code });
    default:
      return sentence('The result of {code} is unknown.', { code });
  }
}

function reasonForName(module: JavaScriptModule, node: SyntaxNode, code: string): Sentence {
  const seen = node.name === 'VariableDefinition' ? module.bindingOf(node) : module.bindingSeenBy(node);
  if (seen === undefined || seen === 'several')
    return sentence('{code} has no single known value.', { code });
  switch (seen.kind) {
    case 'parameter':
      return sentence('{code} is a parameter of {function}, and not all of its calls are known.', {
        code,
        function: functionName(module, seen.node),
      });
    case 'loop':
      return sentence('{code} comes from a loop over unknown values.', { code });
    case 'import':
      return sentence('{code} comes from a module that is unknown or not a file of this project.', {
        code,
      });
    case 'fixed':
    case 'loose':
      return sentence('{code} may be changed after it is set.', { code });
    case 'ambient':
    case 'other':
      return sentence('{code} is assigned in a way that is not analyzed.', { code });
  }
}

function functionName(module: JavaScriptModule, node: SyntaxNode): string | Sentence {
  const definition = functionAround(node);
  const name =
    definition?.getChild('VariableDefinition') ??
    definition?.getChild('PropertyDefinition') ??
    (definition && targetOf(definition));
  return name ? quoted(module, name) : sentence('the function');
}
