import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { callOf } from '../../syntax/python/syntax.ts';

const showing =
  /^(?:p?print|pprint\.pp(?:rint)?|warnings\.warn|sys\.std(?:out|err)\.write|(?:\w+\.)*_*(?:p?log|logger|logging)\.\w+|(?:\w+\.)*_?conv\.(?:say|utils\.prompt_llm))$/i;

/**
 * Whether a call only shows its arguments, judged by its name: `print(x)`, `log.info(x)`, `conv.say(x)`. It
 * does not modify them.
 */
export function isShowing(module: PythonModule, call: SyntaxNode): boolean {
  const callee = callOf(call)?.callee;
  return callee !== undefined && showing.test(module.textOf(callee).replaceAll(/\s/g, ''));
}
