import type { SyntaxNode } from '@lezer/common';
import { namesAndPatterns } from '../../flow/python/possible-names.ts';
import type { InSlices } from '../../model/in-slices.ts';
import type { Dialect, SecretReference } from '../../model/reference.ts';
import type { Span } from '../../model/parsed-file.ts';
import type { FoundReferences } from '../../source/language.ts';
import { narrowedNames, type NarrowedNames, narrowedReference } from '../narrowed-names.ts';
import { copesWithAbsence } from './absence.ts';
import { candidatesIn } from './candidates.ts';
import { copedErrors } from './caught-errors.ts';
import { environmentName } from './environment.ts';
import { agentWords, environmentWords } from './may-read.ts';
import { directFields } from './fields.ts';
import { handedTo } from './handed-over.ts';
import type { PythonFile } from './python-file.ts';
import { stringToken } from '../../syntax/python/strings.ts';
import { attributeOf, callAround, callOf, childrenOf, subscriptOf } from '../../syntax/python/syntax.ts';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { passedBefore } from '../../flow/python/passed-conditions.ts';

/**
 * `within` restricts the analysis to these ranges. `words` are searched for in addition to the usual ones.
 */
export function* pythonReferences(
  file: PythonFile,
  words: readonly string[],
  within?: readonly Span[],
): InSlices<FoundReferences> {
  const { expressions, ...rest } = candidatesIn(
    file.module,
    [...agentWords, ...environmentWords, ...words],
    within,
  );
  const references: SecretReference[] = [];
  for (const expression of expressions) {
    const reference = referenceAt(file, expression);
    if (reference !== undefined) references.push(reference);
    else references.push(...handedReferences(file, expression));
    yield;
  }
  return { ...rest, references: references.toSorted((left, right) => left.span.start - right.span.start) };
}

function referenceAt(file: PythonFile, expression: SyntaxNode): SecretReference | undefined {
  const call = callAround(expression);
  if (call !== undefined && file.isAgentRead(call)) {
    const name = file.secretNameIn(call);
    if (name === undefined) return undefined;
    const caught = copedErrors(file.origins, call);
    const read = guardedReference(
      file,
      name,
      referenceTo(file, 'agent', name, directFields(file.module, call)),
    );
    const reference = { ...read, ...(caught.length > 0 && { caught }) };
    return isNeverText(file, expression, name) ? { ...reference, invalid: 'not-text' } : reference;
  }
  const variable = environmentName(file.localOrigins, expression);
  if (variable === undefined) return undefined;
  const fallback = copesWithAbsence(file.module.text, expression, variable);
  return { ...referenceTo(file, 'environment', variable, []), ...(fallback && { fallback }) };
}

/** Names that a reader gets from `partial` or `map`. */
function handedReferences(file: PythonFile, reader: SyntaxNode): readonly SecretReference[] {
  const names = handedTo(file.module, reader) ?? [];
  if (names.length === 0 || !file.isAgentReader(reader)) return [];
  return names.map((name) => guardedReference(file, name, referenceTo(file, 'agent', name, [])));
}

function referenceTo(
  file: PythonFile,
  dialect: Dialect,
  name: SyntaxNode,
  fields: readonly string[],
): SecretReference {
  const isWhole = name.prevSibling?.name.startsWith('*') !== true && !name.type.isError;
  const possible = isWhole ? namesAndPatterns(file.origins, name) : undefined;
  const literal = name.name === 'String' ? stringToken(file.module.text, name)?.content : undefined;
  return {
    dialect,
    span: literal ?? { start: name.from, end: name.to },
    names: possible?.names ?? [],
    patterns: possible?.patterns ?? [],
    dynamic: possible === undefined,
    ...(isWhole && possible === undefined && file.origins.question.isTooFar && { tooFar: true }),
    ...(literal !== undefined && possible !== undefined && { literal }),
    fields,
  };
}

/** Keeps only the names that are possible when the code reaches this place. */
function guardedReference({ module }: PythonFile, name: SyntaxNode, read: SecretReference): SecretReference {
  if (name.name === 'String' || read.names.length === 0) return read;
  return narrowedReference(read, namesReaching(module, name, read.names));
}

const neverText =
  /^(?:None|Boolean|Number|(?:Array|Dictionary|Set|Tuple|Lambda|(?:Array|Dictionary|Set)Comprehension)Expression)$/;

/** Applies only to our own functions, because a function from the settings may accept a list. */
function isNeverText(file: PythonFile, callee: SyntaxNode, name: SyntaxNode): boolean {
  const { text } = file.module;
  const isOurs = agentWords.some((word) => text.slice(callee.from, callee.to).endsWith(word));
  if (!isOurs || name.prevSibling?.name.startsWith('*') === true) return false;
  if (name.name !== 'String') return neverText.test(name.name) && !endsInError(name);
  return stringToken(text, name)?.prefix.includes('b') === true;
}

/** A list or dictionary that is still being typed may turn into a subscript or a call. */
function endsInError(node: SyntaxNode): boolean {
  return node.lastChild?.type.isError === true;
}

/**
 * Returns the entries of `names`, which are the values of `expression`, that are possible when the code
 * reaches it.
 */
function namesReaching(
  module: PythonModule,
  expression: SyntaxNode,
  names: readonly string[],
): NarrowedNames {
  const related = [...partsIn(expression), ...siblingsOf(module, expression)];
  return narrowedNames(module.text, expression, names, passedBefore(module, expression), related);
}

/**
 * Returns the parts that determine a name: `env` in `f"zendesk_{env}"`, and `conv.brand` in
 * `NAMES[conv.brand]`.
 */
function partsIn(node: SyntaxNode): readonly SyntaxNode[] {
  const subscript = subscriptOf(node);
  if (subscript !== undefined) return subscript.index === undefined ? [] : partsIn(subscript.index);
  if (node.name === 'VariableName' || attributeOf(node) !== undefined) return [node];
  return childrenOf(callOf(node)?.list ?? node).flatMap(partsIn);
}

/** Returns variables bound in the same iteration, such as `brand` in `for brand, name in NAMES.items()`. */
function siblingsOf(module: PythonModule, expression: SyntaxNode): readonly SyntaxNode[] {
  if (expression.name !== 'VariableName') return [];
  return (bindingsSeenBy(module, expression) ?? []).flatMap(({ kind, node, owner }) => {
    if (kind !== 'loop' && kind !== 'comprehension') return [];
    const list = node.parent?.name === 'TupleExpression' ? node.parent : owner;
    const end = owner.getChild('in')?.from ?? owner.from;
    return childrenOf(list).filter(({ name, to }) => name === 'VariableName' && to <= end);
  });
}
