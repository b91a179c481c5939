import type { SyntaxNode } from '@lezer/common';
import { commaGroups, insideBrackets } from './syntax.ts';

/** One argument of a call as written. */
export interface Argument {
  readonly keyword?: SyntaxNode;
  readonly star?: '*' | '**';
  /** Absent while it is being typed. */
  readonly value?: SyntaxNode;
}

export function argumentsOf(text: string, list: SyntaxNode): readonly Argument[] {
  return commaGroups(insideBrackets(list)).map((group) => argumentFrom(text, group));
}

function argumentFrom(text: string, group: readonly SyntaxNode[]): Argument {
  const [first, second, third] = group.filter((node) => !node.type.isError);
  if (first?.name === '*' || first?.name === '**') {
    return { star: first.name, ...(second && { value: second }) };
  }
  if (first !== undefined && second?.name === 'AssignOp') {
    const walrus = text.slice(second.from, second.to) === ':=';
    return { ...(!walrus && { keyword: first }), ...(third && { value: third }) };
  }
  // `f(a for a in b)` has no parentheses of its own: none of its parts is the argument.
  const single = first !== undefined && (second === undefined || second.name !== 'for');
  return single ? { value: first } : {};
}

/** The argument for the first parameter, which may also be passed as one of `keywords`. */
export function firstArgument(
  text: string,
  list: SyntaxNode,
  keywords: readonly string[],
): Argument | undefined {
  const given = argumentsOf(text, list);
  const first = given[0];
  if (first !== undefined && first.keyword === undefined && first.star !== '**') return first;
  return given.find(
    ({ keyword }) => keyword !== undefined && keywords.includes(text.slice(keyword.from, keyword.to)),
  );
}
