import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../references/python/python-file.ts';
import { childrenOf, commaGroups } from '../../syntax/python/syntax.ts';
import type { Span } from '../../model/parsed-file.ts';
import { cacheCall, cacheDecorator, cacheTarget } from './cache-sinks.ts';

/** Returns where `value` is stored for as long as the module lives, based on the syntax alone. */
export function cachedAt(file: PythonFile, value: SyntaxNode): Span | undefined {
  const parent = value.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'AssignStatement': {
      const target = targetsOf(parent, value).find((one) => cacheTarget(file, one, value));
      return target && spanOf(target);
    }
    case 'ReturnStatement':
      return cacheDecorator(file, parent);
    case 'ArgList': {
      const object =
        parent.parent?.name === 'CallExpression' ? cacheCall(file, parent.parent, value) : undefined;
      return object && spanOf(object);
    }
    default:
      return undefined;
  }
}

/**
 * Returns each target of `a = b = value`. For `a, b = value, other`, returns the target at the same position
 * as the value.
 */
function targetsOf(statement: SyntaxNode, value: SyntaxNode): readonly SyntaxNode[] {
  const end = statement.getChildren('AssignOp').at(-1)?.from ?? 0;
  if (value.from < end) return [];
  const targets =
    statement.getChild(',') === null
      ? childrenOf(statement).filter(({ to }) => to <= end)
      : targetInPlace(statement, value);
  return targets.filter(({ name }) => name === 'VariableName' || name === 'MemberExpression');
}

function targetInPlace(statement: SyntaxNode, value: SyntaxNode): readonly SyntaxNode[] {
  const [operator, more] = statement.getChildren('AssignOp');
  if (operator === undefined || more !== undefined || statement.getChild('*') !== null) return [];
  const children = childrenOf(statement);
  const targets = commaGroups(children.filter(({ to }) => to <= operator.from));
  const values = commaGroups(children.filter(({ from }) => from >= operator.to));
  const [target] = targets[values.findIndex(([first]) => first?.from === value.from)] ?? [];
  return targets.length === values.length && target !== undefined ? [target] : [];
}

function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
}
