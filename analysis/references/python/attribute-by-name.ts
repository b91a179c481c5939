import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import type { Span } from '../../model/parsed-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { argumentsOf, callOf } from '../../syntax/python/syntax.ts';

/** The attribute that `getattr(object, "name")` and `getattr(object, "name", None)` read. */
export function attributeByName(
  module: PythonModule,
  node: SyntaxNode,
): { readonly object: SyntaxNode; readonly name: string } | undefined {
  const call = callOf(node);
  if (call === undefined || module.textOf(call.callee) !== 'getattr') return undefined;
  const given = argumentsOf(module.text, call.list);
  const [object, key, byDefault, more] = given.map(({ value, star, keyword }) =>
    star === undefined && keyword === undefined ? value : undefined,
  );
  if (object === undefined || key === undefined || more !== undefined) return undefined;
  if (given.length > 2 && byDefault?.name !== 'None') return undefined;
  const name = stringValue(module.text, key);
  return name === undefined ? undefined : { object, name };
}

/** The calls of `getattr` in a part of the text that read one of the attributes. */
export function* attributesByName(
  module: PythonModule,
  names: readonly string[],
  { start, end }: Span,
): Generator<SyntaxNode> {
  for (const { index } of module.text.slice(start, end).matchAll(/\bgetattr\(/g)) {
    const call = module.tree.resolveInner(start + index, 1).parent;
    const read = call ? attributeByName(module, call) : undefined;
    if (call && read !== undefined && names.includes(read.name)) yield call;
  }
}
