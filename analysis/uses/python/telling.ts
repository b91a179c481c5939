import type { SyntaxNode } from '@lezer/common';
import { callOf, isSameNode } from '../../syntax/python/syntax.ts';
import { modelSink } from './conversation-sinks.ts';
import { logSink } from './log-sinks.ts';
import type { UseContext } from './use-context.ts';

const leaving =
  /^(?:RaiseStatement|AssertStatement|Yield(?:Statement|Expression)|ScopeStatement|DeleteStatement|LambdaExpression|ClassDefinition|ImportStatement)$/;
const going = /^(?:ReturnStatement|ContinueStatement|BreakStatement|ForStatement|NamedExpression)$/;

/**
 * Whether the result of a statement's test may affect what the surrounding code does or knows: it leaves,
 * assigns names, or calls something that may do so.
 */
export function tellsAround(context: UseContext, statement: SyntaxNode): boolean {
  return tells(context, statement, ({ name }) => going.test(name) || isGiven(name));
}

/** Whether the result of a function's test may affect what others do or know. */
export function tellsOutside(context: UseContext, definition: SyntaxNode): boolean {
  return tells(context, definition, (node) => {
    if (node.name === 'ReturnStatement') return !isSameNode(node.firstChild, node.lastChild ?? node);
    return isGiven(node.name) && node.getChild('MemberExpression') !== null;
  });
}

function isGiven(name: string): boolean {
  return name === 'AssignStatement' || name === 'UpdateStatement';
}

function tells(
  context: UseContext,
  whole: SyntaxNode,
  isSpecificEnough: (node: SyntaxNode) => boolean,
): boolean {
  let found = false;
  whole.cursor().iterate(({ node, name, from }) => {
    if (name === 'FunctionDefinition') found ||= from !== whole.from;
    else if (name === 'VariableName' || name === 'PropertyName')
      found ||= isOwnFunction(context, node, whole);
    else found ||= leaving.test(name) || isDoing(context, node) || isSpecificEnough(node);
    return !found;
  });
  return found;
}

/** What another function of the file does with the result is not followed. */
function isOwnFunction({ file, definitions }: UseContext, name: SyntaxNode, whole: SyntaxNode): boolean {
  const isItself = name.parent?.from === whole.from && whole.name === 'FunctionDefinition';
  return !isItself && definitions.has(file.module.textOf(name));
}

/** A call made for its side effects, except those that only display something. */
function isDoing({ file }: UseContext, node: SyntaxNode): boolean {
  const call = node.name === 'ExpressionStatement' ? node.firstChild : null;
  if (call === null || call.name.endsWith('String')) return false;
  return callOf(call) === undefined || (logSink(file, call) ?? modelSink(file, call)) === undefined;
}
