import type { SyntaxNode } from '@lezer/common';
import type { InSlices } from '../../model/in-slices.ts';
import type { SecretReference } from '../../model/reference.ts';
import { isTestedLater } from '../tested-later.ts';
import { copesWithAbsence } from './absence.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import { type Path, pathOf, pathOfPattern } from '../../flow/javascript/paths.ts';
import { plainReference, referenceByExpression } from './references.ts';
import { stringContent, stringValue } from '../../syntax/javascript/strings.ts';
import {
  defaultingParts,
  indexOf,
  isSameNode,
  plainKey,
  targetOf,
  valueAfter,
  wrapped,
} from '../../syntax/javascript/syntax.ts';

const globals = /^(?:global|globalThis|window|self)$/;
const maximumNames = 200;

/** Whether a path is `process.env` or `import.meta.env`. */
export function isEnvironment(path: Path | undefined): boolean {
  if (path === undefined) return false;
  const { root, keys } = path;
  if (root === 'meta') return keys.join('.') === 'env';
  if (root !== 'global') return false;
  const own = globals.test(keys[0] ?? '') ? keys.slice(1) : keys;
  return own.join('.') === 'process.env';
}

/** Finds every read of an environment variable, through `env` and the names it is assigned to. */
export function* environmentReads(finder: OriginFinder): InSlices<readonly SecretReference[]> {
  const found: SecretReference[] = [];
  const known = new Set(['env']);
  for (let fresh = ['env']; fresh.length > 0 && known.size < maximumNames;) {
    const given = new Set<string>();
    for (const node of finder.module.occurrences(fresh)) {
      found.push(...readsAt(finder, node, (name) => given.add(name)));
      yield;
    }
    fresh = [...given].filter((name) => !known.has(name));
    for (const name of fresh) known.add(name);
  }
  return found;
}

/** `name` is called for every name that the environment is assigned to at this place. */
function readsAt(
  finder: OriginFinder,
  node: SyntaxNode,
  name: (name: string) => void,
): readonly SecretReference[] {
  const { module } = finder;
  const owner = node.parent;
  if (owner?.name === 'ImportGroup' || owner?.name === 'PatternProperty') {
    return readsOfPart(finder, node, name);
  }
  const expression = node.name === 'VariableName' ? node : memberEndingAt(node);
  if (expression === undefined || !isEnvironment(pathOf(module, expression))) return [];
  return readsOf(finder, outermost(module, expression), name);
}

/** `env` obtained from `process` through an import or a pattern. */
function readsOfPart(
  finder: OriginFinder,
  node: SyntaxNode,
  name: (name: string) => void,
): readonly SecretReference[] {
  const { module } = finder;
  const target = /^(?:as|:)$/.test(node.nextSibling?.name ?? '') ? node.nextSibling?.nextSibling : null;
  if (target?.name === 'ObjectPattern') {
    return isEnvironment(pathOfPattern(module, target)) ? readsOfPattern(finder, target) : [];
  }
  if (target && isVariable(target)) name(module.textOf(target));
  return [];
}

/** Incomplete code may contain empty names. */
function isVariable({ name, from, to }: SyntaxNode): boolean {
  return to > from && /^Variable(?:Definition|Name)$/.test(name);
}

function memberEndingAt(node: SyntaxNode): SyntaxNode | undefined {
  const member = node.parent;
  if (member?.name !== 'MemberExpression' || isSameNode(member.firstChild, node)) return undefined;
  return node.name === 'PropertyName' || node.name === 'String' ? member : undefined;
}

/**
 * Includes parentheses, type assertions, and defaults for a missing environment, as in `(process.env ?? {})`.
 */
function outermost(module: JavaScriptModule, environment: SyntaxNode): SyntaxNode {
  const outer = wrapped(environment);
  const around = outer.parent;
  const isStill =
    /^(?:Binary|Conditional)Expression$/.test(around?.name ?? '') &&
    isEnvironment(pathOf(module, around ?? outer));
  return around && isStill ? outermost(module, around) : outer;
}

function readsOf(
  finder: OriginFinder,
  environment: SyntaxNode,
  name: (name: string) => void,
): readonly SecretReference[] {
  const { module } = finder;
  const owner = environment.parent;
  if (owner?.name === 'MemberExpression' && isSameNode(owner.firstChild, environment)) {
    return readOfMember(finder, owner);
  }
  const target = targetOf(environment);
  if (target?.name === 'ObjectPattern') return readsOfPattern(finder, target);
  if (target && isVariable(target)) name(module.textOf(target));
  return [];
}

function readOfMember(finder: OriginFinder, member: SyntaxNode): readonly SecretReference[] {
  const { module } = finder;
  if (isWritten(member) || isType(member)) return [];
  const property = plainKey(member);
  const name = property === null ? undefined : module.textOf(property);
  const fallback =
    hasFallback(module, member) || copesWithAbsence(module.file, member, name ?? module.textOf(member));
  if (property !== null && name !== undefined) return plainReference(name, property, { fallback });
  const index = indexOf(member);
  return index ? [referenceByExpression(finder, 'environment', index, { fallback })] : [];
}

function readsOfPattern(finder: OriginFinder, pattern: SyntaxNode): readonly SecretReference[] {
  return pattern.getChildren('PatternProperty').flatMap((property) => readOfProperty(finder, property));
}

function readOfProperty(finder: OriginFinder, property: SyntaxNode): readonly SecretReference[] {
  const { module } = finder;
  if (property.getChild('Spread') !== null) return [];
  const last = property.getChild(':')?.nextSibling ?? property.firstChild;
  const hasDefault = last !== null && valueAfter(last) !== undefined;
  const fallback =
    hasDefault || (last !== null && isTestedLater(module.text, property.to, module.textOf(last)));
  const index = indexOf(property);
  if (index) return [referenceByExpression(finder, 'environment', index, { fallback })];
  const key = plainKey(property);
  if (key === null) return [];
  if (key.name !== 'String') return plainReference(module.textOf(key), key, { fallback });
  const isFinished = stringContent(module.text, key) && stringValue(module.text, key) !== undefined;
  return isFinished ? [referenceByExpression(finder, 'environment', key, { fallback })] : [];
}

/** Setting or deleting a variable is not a read, but `??=` does both. */
function isWritten(member: SyntaxNode): boolean {
  const outer = wrapped(member);
  const owner = outer.parent;
  if (owner?.name === 'UnaryExpression') return owner.getChild('delete') !== null;
  return (
    owner?.name === 'AssignmentExpression' &&
    isSameNode(owner.firstChild, outer) &&
    owner.getChild('Equals') !== null
  );
}

/** `typeof process.env.NAME` in a type position. */
function isType(member: SyntaxNode): boolean {
  let outer = member;
  while (outer.parent?.name === 'MemberExpression') outer = outer.parent;
  return outer.parent?.name === 'TypeofType';
}

/** `process.env.A ?? "x"`, `process.env.A?.trim() || "x"`, `process.env.A ??= "x"`. */
function hasFallback(module: JavaScriptModule, member: SyntaxNode): boolean {
  let outer = wrapped(member);
  for (let owner = outer.parent; owner !== null; owner = outer.parent) {
    const isPart = /^(?:Call|Member)Expression$/.test(owner.name) && isSameNode(owner.firstChild, outer);
    if (!isPart) break;
    outer = wrapped(owner);
  }
  const owner = outer.parent;
  if (owner === null) return false;
  const operator = owner.name === 'AssignmentExpression' ? owner.getChild('UpdateOp') : null;
  if (operator !== null) return /^(?:\?\?|\|\|)=$/.test(module.textOf(operator));
  return isSameNode(defaultingParts(owner, module.text)?.[0], outer);
}
