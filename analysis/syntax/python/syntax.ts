import type { SyntaxNode } from '@lezer/common';

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

export function isSameNode(left: SyntaxNode | null | undefined, right: SyntaxNode): boolean {
  return left?.from === right.from && left.to === right.to && left.type.id === right.type.id;
}

export function contains(outer: SyntaxNode, inner: { readonly from: number; readonly to: number }): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

export function hasError(node: SyntaxNode): boolean {
  return childrenOf(node).some((child) => child.type.isError);
}

/** Groups the children between commas: `"a", *b` gives `["a"]` and `[*, b]`. */
export function commaGroups(nodes: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') groups.push([]);
    else if (node.name !== 'Comment') groups.at(-1)?.push(node);
  }
  return groups.filter((group) => group.length > 0);
}

/** Returns the nodes between the outer brackets of a list, tuple, set, dictionary or argument list. */
export function insideBrackets(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter((child) => !/^[()[\]{}]$/.test(child.name));
}

/** Undefined for invalid code, such as a method call without an object. */
export function attributeOf(
  node: SyntaxNode,
): { readonly object: SyntaxNode; readonly property: SyntaxNode } | undefined {
  if (node.name !== 'MemberExpression') return undefined;
  const object = node.firstChild;
  const property = node.lastChild;
  return object !== null && property?.name === 'PropertyName' ? { object, property } : undefined;
}

/** `index` is undefined for slices, multiple indices and incomplete indices. */
export function subscriptOf(
  node: SyntaxNode,
): { readonly object: SyntaxNode; readonly index: SyntaxNode | undefined } | undefined {
  if (node.name !== 'MemberExpression') return undefined;
  const [object, bracket, index, ...rest] = childrenOf(node);
  if (object === undefined || bracket?.name !== '[') return undefined;
  const single = index !== undefined && index.name !== ']' && !index.type.isError && rest[0]?.name === ']';
  return { object, index: single ? index : undefined };
}

export function callOf(
  node: SyntaxNode,
): { readonly callee: SyntaxNode; readonly list: SyntaxNode } | undefined {
  if (node.name !== 'CallExpression') return undefined;
  const callee = node.firstChild;
  const list = node.lastChild;
  return callee !== null && list?.name === 'ArgList' ? { callee, list } : undefined;
}

/** Returns the call expression whose callee is `callee`, if there is one. */
export function callAround(callee: SyntaxNode): SyntaxNode | undefined {
  const call = callee.parent;
  return call?.name === 'CallExpression' && isSameNode(call.firstChild, callee) ? call : undefined;
}

/** An argument of a call as written. */
export interface Argument {
  readonly keyword?: SyntaxNode;
  readonly star?: '*' | '**';
  /** Absent while the argument is being typed. */
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
  // `f(a for a in b)` has no separate parentheses, so none of its parts is the argument.
  const single = first !== undefined && (second === undefined || second.name !== 'for');
  return single ? { value: first } : {};
}

/** Returns the argument for the first parameter, which may also be passed as one of `keywords`. */
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
