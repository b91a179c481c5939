import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python-module.ts';
import { attributeOf, callAround, childrenOf, isSameNode } from './syntax.ts';

const maximumRounds = 4;
const maximumWords = 200;

/**
 * Expressions that may read a secret: every place of the words, and of the names that code gives to
 * them (`fetch = conv.utils.get_secret`, `import … as sv`). In the order of the text.
 */
export function candidatesIn(module: PythonModule, words: readonly string[]): readonly SyntaxNode[] {
  const known = new Set(words);
  const found = new Map<number, SyntaxNode>();
  let fresh: readonly string[] = words;
  for (let round = 0; round < maximumRounds && fresh.length > 0 && known.size < maximumWords; round++) {
    const aliases = new Set<string>();
    for (const node of module.occurrences(fresh, module.root)) {
      const expression = expressionOf(node);
      if (expression === undefined) addImportedAs(module, node, aliases);
      else if (isRead(expression)) found.set(expression.to, expression);
      else for (const alias of namesGivenTo(module, expression)) aliases.add(alias);
    }
    fresh = [...aliases].filter((alias) => !known.has(alias));
    for (const alias of fresh) known.add(alias);
  }
  return [...found.values()].toSorted((left, right) => left.to - right.to);
}

/** The whole of `conv.utils.get_secret` for its last part; undefined in strings, comments and imports. */
function expressionOf(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (node.name === 'PropertyName' && parent !== null) return attributeOf(parent) && parent;
  if (node.name !== 'VariableName' || parent?.name === 'ImportStatement') return undefined;
  return node;
}

function isRead(expression: SyntaxNode): boolean {
  const parent = expression.parent;
  const isObject = parent?.name === 'MemberExpression' && isSameNode(parent.firstChild, expression);
  return isObject || callAround(expression) !== undefined;
}

function addImportedAs(module: PythonModule, node: SyntaxNode, aliases: Set<string>): void {
  if (node.parent?.name !== 'ImportStatement' || node.nextSibling?.name !== 'as') return;
  const alias = node.nextSibling.nextSibling;
  if (alias?.name === 'VariableName') aliases.add(module.textOf(alias));
}

const transparent = new Set(['ConditionalExpression', 'BinaryExpression', 'ParenthesizedExpression']);

/** Names that an assignment, a walrus, a default or an argument gives to an expression. */
function namesGivenTo(module: PythonModule, expression: SyntaxNode): readonly string[] {
  let value = expression;
  while (value.parent !== null && transparent.has(value.parent.name)) value = value.parent;
  const owner = value.parent;
  if (owner === null) return [];
  if (owner.name === 'NamedExpression' || owner.name === 'ParamList' || owner.name === 'ArgList') {
    const operator = value.prevSibling;
    const name = operator?.name === 'AssignOp' ? nameBefore(operator) : undefined;
    return name === undefined ? [] : [module.textOf(name)];
  }
  if (owner.name !== 'AssignStatement') return [];
  return childrenOf(owner)
    .filter((child) => child.to < value.from)
    .map((child) => attributeOf(child)?.property ?? child)
    .filter(({ name }) => name === 'VariableName' || name === 'PropertyName')
    .map((name) => module.textOf(name));
}

function nameBefore(operator: SyntaxNode): SyntaxNode | undefined {
  const before =
    operator.prevSibling?.name === 'TypeDef' ? operator.prevSibling.prevSibling : operator.prevSibling;
  return before?.name === 'VariableName' ? before : undefined;
}
