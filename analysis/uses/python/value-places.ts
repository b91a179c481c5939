import type { SyntaxNode } from '@lezer/common';
import { bindingAt, isComprehension } from '../../flow/python/binding.ts';
import { iterablesOf } from '../../flow/python/loop-items.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callAround, childrenOf, isSameNode, subscriptOf } from '../../syntax/python/syntax.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import { parameterAt, type Definitions } from './definitions.ts';
import { carrierAround } from './carriers.ts';
import type { ReadingCall } from './secret-values.ts';
import { Source } from '../source.ts';

const maximumPlaces = 50_000;

/**
 * Returns expressions that may be, or contain, the value of one of `calls`: the calls, and every use of the
 * names that receive their values. Uses the text and syntax alone, so some expressions are unrelated and
 * callers must check with `SecretValues`. The cost depends on how often the secrets are used, not on the size
 * of the file.
 */
export function placesOf(
  file: PythonFile,
  definitions: Definitions,
  calls: readonly ReadingCall[],
): readonly ValuePlace[] {
  const places = calls.map(({ call, reference }) => placeAt(file, call, new Source([reference])));
  const known = new Map<string, Source>();
  for (const { value, source } of places) {
    for (const name of namesGivenTo(file, definitions, value)) {
      const key = keyOf(name);
      const own = known.get(key) ?? new Source([]);
      own.add(source);
      if (known.has(key) || places.length > maximumPlaces) continue;
      known.set(key, own);
      for (const node of occurrencesOf(file, name)) places.push(placeAt(file, node, own));
    }
  }
  return places;
}

function placeAt(file: PythonFile, place: SyntaxNode, source: Source): ValuePlace {
  return { place, value: carrierAround(file, place), source };
}

function keyOf({ word, scope, called = false, attribute = false }: Given): string {
  return `${word}:${scope.from}:${scope.name}:${called}:${attribute}`;
}

/** An expression that may be the value. */
export interface ValuePlace {
  readonly place: SyntaxNode;
  /** The outermost expression that is or contains the value. */
  readonly value: SyntaxNode;
  readonly source: Source;
}

interface Given {
  readonly word: string;
  readonly scope: SyntaxNode;
  /** True if the name refers to a function that returns the value. */
  readonly called?: boolean;
  /** True if the name refers to an attribute of any object. */
  readonly attribute?: boolean;
}

function namesGivenTo(file: PythonFile, definitions: Definitions, value: SyntaxNode): readonly Given[] {
  const walrus = value.name === 'NamedExpression' ? value.firstChild : null;
  const named = walrus === null ? [] : namesIn(file, walrus);
  return [...named, ...namesGivenBy(file, definitions, value)];
}

function namesGivenBy(file: PythonFile, definitions: Definitions, value: SyntaxNode): readonly Given[] {
  const { module } = file;
  const owner = value.parent;
  if (owner === null) return [];
  switch (owner.name) {
    case 'AssignStatement':
      return targetsBefore(owner, value).flatMap((target) =>
        namesIn(file, subscriptOf(target)?.object ?? target),
      );
    case 'NamedExpression':
      return owner.firstChild === null ? [] : namesIn(file, owner.firstChild);
    case 'ForStatement':
      return iterablesOf(owner)?.some((one) => isSameNode(one, value)) === true ? loopNames(file, owner) : [];
    case 'ReturnStatement':
      return returnedBy(file, owner);
    case 'ArgList':
      if (isComprehension(owner)) return loopNames(file, owner);
      return definitions.called(owner).flatMap((called) => {
        const parameter = parameterAt(module, called, owner, value);
        return parameter === undefined ? [] : [{ word: module.textOf(parameter), scope: called.definition }];
      });
    default:
      return isComprehension(owner) ? loopNames(file, owner) : [];
  }
}

/** Returns the variables of a loop or a comprehension. */
function loopNames(file: PythonFile, owner: SyntaxNode): readonly Given[] {
  return childrenOf(owner)
    .filter((child) => isTarget(child) || bindingAt(file.module.text, child) !== undefined)
    .flatMap((target) => namesIn(file, target));
}

function targetsBefore(owner: SyntaxNode, value: SyntaxNode): readonly SyntaxNode[] {
  const end = owner.getChildren('AssignOp').at(-1)?.from ?? 0;
  const targets: SyntaxNode[] = [];
  for (let child = owner.firstChild; child !== null && child.to <= end; child = child.nextSibling)
    targets.push(child);
  return value.from >= end ? targets : [];
}

function namesIn(file: PythonFile, target: SyntaxNode): readonly Given[] {
  const { module } = file;
  if (target.name === 'VariableName') {
    const word = module.textOf(target);
    const own = scopeOf(target);
    return [{ word, scope: module.borrows(own, word) || own.name === 'ClassDefinition' ? module.root : own }];
  }
  const attribute = attributeOf(target);
  if (attribute !== undefined)
    return [{ word: module.textOf(attribute.property), scope: module.root, attribute: true }];
  if (!/^(?:Tuple|Array|Parenthesized)Expression$/.test(target.name)) return [];
  const names: Given[] = [];
  for (let child = target.firstChild; child !== null; child = child.nextSibling)
    names.push(...namesIn(file, child));
  return names;
}

function returnedBy({ module }: PythonFile, statement: SyntaxNode): readonly Given[] {
  const definition = scopeOf(statement);
  const name = definition.name === 'FunctionDefinition' ? definition.getChild('VariableName') : null;
  return name === null ? [] : [{ word: module.textOf(name), scope: module.root, called: true }];
}

function occurrencesOf(file: PythonFile, { word, scope, called, attribute }: Given): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const node of file.module.occurrences([word], scope)) {
    if (attribute === true && node.name !== 'PropertyName') continue;
    const expression = expressionOf(file, node);
    if (expression === undefined) continue;
    found.push(called === true ? (callAround(expression) ?? expression) : expression);
  }
  return found;
}

/** Undefined in strings, comments and imports, where the name is assigned, and where it is a keyword. */
function expressionOf({ module }: PythonFile, node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  if (node.name === 'PropertyName') return attributeOf(parent) && !isTarget(parent) ? parent : undefined;
  if (node.name !== 'VariableName' || bindingAt(module.text, node) !== undefined) return undefined;
  if (parent.name === 'ArgList' && node.nextSibling?.name === 'AssignOp') return undefined;
  return /^(?:ImportStatement|ScopeStatement|ParamList|TypeDef)$/.test(parent.name) ? undefined : node;
}
