import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { mayShow } from './exception-texts.ts';
import { sentence, type Sentence } from '../../model/translator.ts';

const sink = sentence('the text of an exception');

/** Names of web frameworks for the text of an exception, which they send or log. */
const textNames = /^(?:detail|message|msg|description|reason)$/;

/**
 * `raise Problem(f"… {x}")`, `assert ok, f"… {x}"`; positional, because an exception's text consists of those
 * arguments.
 */
export function exceptionSink(file: PythonFile, value: SyntaxNode): Sentence | undefined {
  const parent = value.parent;
  if (parent?.name === 'AssertStatement') return value.prevSibling?.name === ',' ? sink : undefined;
  const call = parent?.name === 'ArgList' ? parent.parent : null;
  if (call?.name !== 'CallExpression') return undefined;
  const keyword = value.prevSibling?.name === 'AssignOp' ? value.prevSibling.prevSibling : null;
  if (keyword && !textNames.test(file.module.textOf(keyword))) return undefined;
  return (isRaised(call) || isRaisedByName(file, call)) && mayShow(file, call, value) ? sink : undefined;
}

function isRaised(expression: SyntaxNode): boolean {
  return expression.prevSibling?.name === 'raise' && expression.parent?.name === 'RaiseStatement';
}

/** `problem = Problem(x)`, and `raise problem` if it can be nothing else. */
function isRaisedByName({ module }: PythonFile, call: SyntaxNode): boolean {
  const [name, operator] = [call.parent?.firstChild, call.prevSibling];
  if (call.parent?.name !== 'AssignStatement' || operator?.name !== 'AssignOp') return false;
  if (name?.name !== 'VariableName' || operator.prevSibling?.from !== name.from) return false;
  for (const node of module.occurrences([module.textOf(name)], scopeOf(name))) {
    if (node.name !== 'VariableName' || !isRaised(node)) continue;
    const bindings = bindingsSeenBy(module, node) ?? [];
    if (bindings.length > 0 && bindings.every((binding) => binding.node.from === name.from)) return true;
  }
  return false;
}
