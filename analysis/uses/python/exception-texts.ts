import type { SyntaxNode } from '@lezer/common';
import { ancestorsOf, classOf, type KnownClass } from '../../flow/python/classes.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callAround, callOf, isSameNode } from '../../syntax/python/syntax.ts';
import { parameterAt } from './definitions.ts';

/** Whether a call makes an exception in whose text its argument `value` may stand: what a function does nobody knows. */
export function mayShow(file: PythonFile, call: SyntaxNode, value: SyntaxNode): boolean {
  const callee = callOf(call)?.callee;
  if (callee === undefined) return false;
  const name = file.module.textOf(attributeOf(callee)?.property ?? callee);
  const made = file.origins.of(callee).flatMap(({ node, finder }) => {
    const definition = classOf(finder.module, node)?.definition;
    return definition === undefined ? [] : [{ definition, finder }];
  });
  if (made.length === 0) return /^_*[A-Z]/.test(name);
  // Python itself makes no text of what is named.
  return value.prevSibling?.name !== 'AssignOp' && made.every((one) => shows(file, one, call, value));
}

/** An exception's text is made of what `__init__` of its base was given, of all arguments where nobody calls that. */
function shows(file: PythonFile, made: KnownClass, call: SyntaxNode, value: SyntaxNode): boolean {
  const text = methodOf(made, '__str__');
  if (text !== undefined && !/\b(?:args|super)\b/.test(text.module.textOf(text.definition))) return false;
  const constructor = methodOf(made, '__init__');
  const list = callOf(call)?.list;
  if (constructor === undefined || list === undefined) return true;
  const { definition, module } = constructor;
  const parameter = parameterAt(file.module, { definition, shift: 1 }, list, value);
  const lists = [...module.occurrences(['__init__'], definition)].flatMap(({ parent }) => {
    const passing = parent?.name === 'MemberExpression' ? callAround(parent) : undefined;
    return (passing && callOf(passing)?.list) ?? [];
  });
  if (parameter === undefined || lists.length === 0) return true;
  return lists.some((passed) =>
    [...module.occurrences([module.textOf(parameter)], passed)].some((node) => isIn(passed, node)),
  );
}

function methodOf(
  made: KnownClass,
  name: string,
): { readonly definition: SyntaxNode; readonly module: PythonFile['module'] } | undefined {
  for (const { definition, finder } of [made, ...ancestorsOf(made)]) {
    const [binding] = finder.module.bindingsIn(definition, name);
    if (binding?.kind === 'function') return { definition: binding.owner, module: finder.module };
  }
  return undefined;
}

/** And in no other call there: `len(key)` shows nothing of it. */
function isIn(list: SyntaxNode, node: SyntaxNode): boolean {
  let outer = node;
  while (outer.parent !== null && outer.name !== 'ArgList') outer = outer.parent;
  return isSameNode(outer, list);
}
