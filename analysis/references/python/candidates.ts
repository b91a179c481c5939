import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import type { Span } from '../../model/parsed-file.ts';
import { argumentsOf, attributeOf, callAround, childrenOf, isSameNode } from '../../syntax/python/syntax.ts';
import { classAround } from '../../flow/python/scope.ts';
import { attributesByName } from './attribute-by-name.ts';
import { handedTo } from './handed-over.ts';

const maximumRounds = 8;
const maximumWords = 200;

/** A name that code assigns to something that may read a secret, and where it does so. */
export interface Alias {
  readonly word: string;
  readonly at: number;
}

export interface Candidates {
  /** In text order. */
  readonly expressions: readonly SyntaxNode[];
  readonly aliases: readonly Alias[];
  /** False if there are too many aliases to search for. */
  readonly isWhole: boolean;
}

/**
 * Finds expressions that may read a secret: every occurrence of the words, and of the names that code assigns
 * to them (`fetch = conv.utils.get_secret`, `import … as sv`). If ranges are given, searches only these.
 */
export function candidatesIn(
  module: PythonModule,
  words: readonly string[],
  within: readonly Span[] = [{ start: 0, end: module.text.length }],
): Candidates {
  const known = new Set(words);
  const found = new Map<number, SyntaxNode>();
  const aliases: Alias[] = [];
  let fresh: readonly string[] = words;
  for (let round = 0; round < maximumRounds && fresh.length > 0 && known.size < maximumWords; round++) {
    const given: Alias[] = [];
    for (const node of occurrencesWithin(module, fresh, within)) {
      const expression = expressionOf(node);
      if (expression !== undefined && (isRead(expression) || handedTo(module, expression) !== undefined))
        found.set(expression.to, expression);
      else given.push(...aliasesAt(module, node, expression));
    }
    for (const call of within.flatMap((span) => [...attributesByName(module, fresh, span)]))
      if (isRead(call)) found.set(call.to, call);
      else given.push(...aliasesAt(module, call, call));
    aliases.push(...given);
    fresh = [...new Set(given.map(({ word }) => word))].filter((word) => !known.has(word));
    for (const word of fresh) known.add(word);
  }
  const expressions = [...found.values()].toSorted((left, right) => left.to - right.to);
  return { expressions, aliases, isWhole: fresh.length === 0 };
}

function* occurrencesWithin(
  module: PythonModule,
  words: readonly string[],
  within: readonly Span[],
): Generator<SyntaxNode> {
  for (const { start, end } of within) yield* module.occurrences(words, { from: start, to: end });
}

function aliasesAt(
  module: PythonModule,
  node: SyntaxNode,
  expression: SyntaxNode | undefined,
): readonly Alias[] {
  const words = expression === undefined ? importedAs(module, node) : namesGivenTo(module, expression);
  return words.map((word) => ({ word, at: node.from }));
}

/** Returns `conv.utils.get_secret`, given its last part. Undefined in strings, comments and imports. */
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

function importedAs(module: PythonModule, node: SyntaxNode): readonly string[] {
  if (node.parent?.name !== 'ImportStatement' || node.nextSibling?.name !== 'as') return [];
  const alias = node.nextSibling.nextSibling;
  return alias?.name === 'VariableName' ? [module.textOf(alias)] : [];
}

const transparent = new Set(['ConditionalExpression', 'BinaryExpression', 'ParenthesizedExpression']);

/** Returns the names that an assignment, a walrus, a default or an argument gives to an expression. */
function namesGivenTo(module: PythonModule, expression: SyntaxNode): readonly string[] {
  let value = expression;
  while (value.parent !== null && transparent.has(value.parent.name)) value = value.parent;
  const owner = value.parent;
  if (owner === null) return [];
  if (owner.name === 'NamedExpression' || owner.name === 'ParamList' || owner.name === 'ArgList') {
    const operator = value.prevSibling;
    if (operator?.name !== 'AssignOp') return parametersFor(module, value);
    const name = nameBefore(operator);
    return name === undefined ? [] : [module.textOf(name)];
  }
  if (owner.name !== 'AssignStatement') return [];
  return childrenOf(owner)
    .filter((child) => child.to < value.from)
    .map((child) => attributeOf(child)?.property ?? child)
    .filter(({ name }) => name === 'VariableName' || name === 'PropertyName')
    .map((name) => module.textOf(name));
}

/** `get` for `load(conv.utils.get_secret)`, if the file contains `def load(get)`. */
function parametersFor(module: PythonModule, argument: SyntaxNode): readonly string[] {
  const list = argument.parent;
  const callee = list?.name === 'ArgList' ? list.parent?.firstChild : undefined;
  if (!list || !callee) return [];
  const position = argumentsOf(module.text, list).findIndex(({ value }) => isSameNode(value, argument));
  const called = attributeOf(callee)?.property ?? callee;
  return functionsNamed(module, module.textOf(called)).flatMap((definition) => {
    const parameters = definition.getChild('ParamList')?.getChildren('VariableName') ?? [];
    const parameter = parameters[position + (classAround(definition) ? 1 : 0)];
    return parameter ? [module.textOf(parameter)] : [];
  });
}

/** The functions and methods with this name, and the constructors of classes with this name. */
function functionsNamed(module: PythonModule, name: string): readonly SyntaxNode[] {
  const definitions = [...module.occurrences([name], { from: 0, to: module.text.length })].flatMap(
    ({ parent, prevSibling }) =>
      parent !== null && /^(?:def|class)$/.test(prevSibling?.name ?? '') ? [parent] : [],
  );
  return definitions.flatMap((one) =>
    one.name === 'ClassDefinition'
      ? module.bindingsIn(one, '__init__').map(({ owner }) => owner)
      : one.name === 'FunctionDefinition'
        ? [one]
        : [],
  );
}

function nameBefore(operator: SyntaxNode): SyntaxNode | undefined {
  const before =
    operator.prevSibling?.name === 'TypeDef' ? operator.prevSibling.prevSibling : operator.prevSibling;
  return before?.name === 'VariableName' ? before : undefined;
}
