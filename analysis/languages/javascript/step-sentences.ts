import type { SyntaxNode } from '@lezer/common';
import { functionAround } from './functions.ts';
import type { JavaScriptModule } from './module.ts';
import type { Place } from './origin.ts';
import { targetOf } from './syntax.ts';

/** Says what an expression is for where it stands: what it is given to, returned by, an entry of. */
export function stepSentence({ node, finder: { module } }: Place): string {
  const parent = node.parent;
  const code = quoted(module, node);
  const target = targetOf(node);
  if (target !== undefined) return `${quoted(module, target)} is set to ${code}.`;
  switch (parent?.name ?? '') {
    case 'ArgList':
      return `${quoted(module, parent?.parent?.firstChild ?? node)} is called with ${code}.`;
    case 'ReturnStatement':
    case 'ArrowFunction':
      return `${functionName(module, node)} returns ${code}.`;
    case 'ConditionalExpression':
      return `One of two choices is ${code}.`;
    case 'BinaryExpression':
      return parent?.getChild('LogicOp') === null
        ? `${code} is a part of the text.`
        : `One of two choices is ${code}.`;
    case 'Property':
      return `A property of the object is ${code}.`;
    case 'ArrayExpression':
      return `An item of the array is ${code}.`;
    case 'Interpolation':
      return `${code} is put into the text.`;
    case 'ForOfSpec':
      return `The loop goes through ${code}.`;
    case 'MemberExpression':
      return `It is taken out of ${code}.`;
    case 'ExportDeclaration':
    case 'ExportGroup':
      return `The module exports ${code}.`;
    default:
      return `It comes from ${code}.`;
  }
}

/** Says, in a sentence, why an expression could not be followed any further. */
export function reasonFor({ node, keys, finder: { module } }: Place): string {
  const code = quoted(module, node);
  if (keys.length > 0) return `What code takes out of ${code} cannot be told.`;
  switch (node.name) {
    case 'VariableName':
    case 'VariableDefinition':
    case 'PropertyDefinition':
      return reasonForName(module, node, code);
    case 'CallExpression':
      return `What ${quoted(module, node.firstChild ?? node)} returns is not known here.`;
    case 'Number':
    case 'BooleanLiteral':
    case 'null':
      return `${code} is no text.`;
    default:
      return `What ${code} makes cannot be told.`;
  }
}

function reasonForName(module: JavaScriptModule, node: SyntaxNode, code: string): string {
  const seen = node.name === 'VariableDefinition' ? module.bindingOf(node) : module.bindingSeenBy(node);
  if (seen === undefined || seen === 'several') return `Nothing in sight gives ${code} one value.`;
  switch (seen.kind) {
    case 'parameter':
      return `${code} is a parameter of ${functionName(module, seen.node)}, and not all of its calls are known.`;
    case 'loop':
      return `${code} comes from a loop over something that is not known here.`;
    case 'import':
      return `${code} comes from a module that is no file of this project, or cannot be told.`;
    case 'fixed':
    case 'loose':
      return `${code} may be changed after it is set.`;
    case 'ambient':
    case 'other':
      return `${code} is set in a way that is not followed.`;
  }
}

function functionName(module: JavaScriptModule, node: SyntaxNode): string {
  const definition = functionAround(node);
  const name =
    definition?.getChild('VariableDefinition') ??
    definition?.getChild('PropertyDefinition') ??
    (definition && targetOf(definition));
  return name ? quoted(module, name) : 'the function';
}

export function quoted(module: JavaScriptModule, node: SyntaxNode): string {
  return `\`${oneLine(module.textOf(node))}\``;
}

const maximumCode = 80;

/** Code as it fits into a sentence. */
export function oneLine(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ').replaceAll('`', "'").trim();
  return line.length > maximumCode ? `${line.slice(0, maximumCode - 1)}…` : line;
}
