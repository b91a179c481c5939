import type { SyntaxNode } from '@lezer/common';
import type { InSlices } from '../../model/in-slices.ts';
import type { SecretReference } from '../../model/reference.ts';
import { lastNames } from '../../libraries/project-functions.ts';
import { isGivenReader } from './given-reader.ts';
import { caughtErrors } from './caught-errors.ts';
import { isConfiguredReader } from './configured-reader.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import { boundFunction, type Path, pathOf } from '../../flow/javascript/paths.ts';
import type { Binding } from '../../flow/javascript/binding.ts';
import { argumentsOf, parametersOf } from '../../flow/javascript/functions.ts';
import { referenceByExpression } from './references.ts';
import {
  indexOf,
  isFunction,
  isSameNode,
  keyOf,
  plainKey,
  targetOf,
  unwrapped,
  wrapped,
} from '../../syntax/javascript/syntax.ts';
import { narrowedNames, narrowedReference } from '../narrowed-names.ts';
import { passedBefore } from '../../flow/javascript/passed-conditions.ts';

/** The method name as the platform spells it, and in the convention of this language. */
const methods: ReadonlySet<string> = new Set(['getSecret', 'get_secret']);
const maximumNames = 50;

/**
 * Finds every read of an agent secret: calls of `conv.utils.getSecret`, of the readers in the settings, and of variables to which one of these is assigned.
 */
export function* agentReads(finder: OriginFinder): InSlices<readonly SecretReference[]> {
  const { module } = finder;
  const found: SecretReference[] = [];
  const known = new Set([...methods, ...lastNames(module.readers)]);
  for (let fresh = [...known]; fresh.length > 0 && known.size < maximumNames;) {
    const given = new Set<string>();
    for (const node of module.occurrences(fresh)) {
      const callee = calleeAt(node);
      const read = callee && readOf(finder, callee);
      const handed = read || !callee ? [] : handedReferences(finder, callee);
      found.push(...(read ? [read] : handed));
      if (read || handed.length > 0) yield;
      else addNamesGiven(module, callee ?? node, given);
    }
    fresh = [...given].filter((name) => !known.has(name));
    for (const name of fresh) known.add(name);
  }
  return found;
}

/** Whether a call, complete or not, reads a secret. */
export function isAgentCallee(module: JavaScriptModule, callee: SyntaxNode): boolean {
  if (isConfiguredReader(module, callee)) return true;
  return isVaultMethod(pathOf(module, callee)) && !isReplaceable(module, callee) && !replacesParts(module);
}

/** `(read = conv.utils.getSecret) => read(…)`: a caller may pass another function. */
function isReplaceable(module: JavaScriptModule, callee: SyntaxNode): boolean {
  const binding = callee.name === 'VariableName' ? module.bindingSeenBy(callee) : undefined;
  return typeof binding === 'object' && binding.kind === 'parameter';
}

function readsSecrets(module: JavaScriptModule, path: Path): boolean {
  return isVaultMethod(path) && !replacesParts(module);
}

const replacing = new WeakMap<JavaScriptModule, boolean>();

/** `conv.utils = new FakeUtils()` */
function replacesParts(module: JavaScriptModule): boolean {
  const known = replacing.get(module) ?? /\bconv\.utils(?:\.getSecret)?\s*=(?![=>])/.test(module.text);
  replacing.set(module, known);
  return known;
}

function isVaultMethod(path: Path | undefined): boolean {
  const [method, utils, conversation] = path?.keys.toReversed() ?? [];
  if (path === undefined || !methods.has(method ?? '') || utils !== 'utils') return false;
  if (path.root === 'conversation') return path.keys.length === 2;
  return path.root !== 'meta' && /^[#_]?conv$/.test(conversation ?? '');
}

/** Returns `conv.utils.getSecret`, given its last part. */
function calleeAt(node: SyntaxNode): SyntaxNode | undefined {
  if (node.name === 'VariableName') return node;
  const member = node.parent;
  const isLast = member?.name === 'MemberExpression' && !isSameNode(member.firstChild, node);
  return isLast && /^(?:PropertyName|String)$/.test(node.name) ? member : undefined;
}

function readOf(finder: OriginFinder, callee: SyntaxNode): SecretReference | undefined {
  const member = memberOf(callee);
  const key = member && keyOf(member, finder.module.text);
  const method = key === 'bind' || key === 'call' ? member : undefined;
  const call = callWith(method ?? callee);
  if (call === undefined) return undefined;
  const name = argumentOf(call, method === undefined ? 0 : 1);
  if (name === undefined || !isReaderOf(finder, callee)) return undefined;
  const fields = fieldsReadFrom(finder.module, call);
  const caught = caughtErrors(finder, call);
  const read = guardedReference(
    finder.module,
    name,
    referenceByExpression(finder, 'agent', name, { fields, caught }),
  );
  return isNeverText(finder.module, callee, name) ? { ...read, invalid: 'not-text' } : read;
}

/** `["one", "other"].map(conv.utils.getSecret)` */
function handedReferences(finder: OriginFinder, reader: SyntaxNode): readonly SecretReference[] {
  const outer = wrapped(reader);
  const list = outer.parent?.name === 'ArgList' ? outer.parent : undefined;
  const callee = list?.parent?.firstChild;
  const [first] = (list && argumentsOf(list)) ?? [];
  const isFirst = first !== undefined && isSameNode(first, outer);
  if (!isFirst || callee?.name !== 'MemberExpression' || !callee.firstChild) return [];
  if (!/^(?:map|flatMap|forEach)$/.test(keyOf(callee, finder.module.text) ?? '')) return [];
  const items = unwrapped(callee.firstChild);
  const names = items.name === 'ArrayExpression' ? items.getChildren('String') : [];
  if (names.length === 0 || !isReaderOf(finder, reader)) return [];
  return names.map((name) => referenceByExpression(finder, 'agent', name));
}

function isReaderOf(finder: OriginFinder, callee: SyntaxNode): boolean {
  return isAgentCallee(finder.module, callee) || isGivenReader(finder, callee, readsSecrets);
}

const neverText =
  /^(?:null|BooleanLiteral|Number|BigInt|RegExp|(?:Array|Object|Function|Class)Expression|ArrowFunction)$/;

/** Applies only to our own functions, because a function from the settings may accept a list. */
function isNeverText(module: JavaScriptModule, callee: SyntaxNode, expression: SyntaxNode): boolean {
  const name = unwrapped(expression);
  const isUndefined = name.name === 'VariableName' && module.textOf(name) === 'undefined';
  if (!isUndefined && (!neverText.test(name.name) || name.lastChild?.type.isError === true)) return false;
  return isVaultMethod(pathOf(module, callee));
}

/** `callee.call`, if the code reads it. */
function memberOf(callee: SyntaxNode): SyntaxNode | undefined {
  const outer = wrapped(callee);
  const isObject = outer.parent?.name === 'MemberExpression' && isSameNode(outer.parent.firstChild, outer);
  return isObject ? (outer.parent ?? undefined) : undefined;
}

function callWith(callee: SyntaxNode): SyntaxNode | undefined {
  const outer = wrapped(callee);
  const call = outer.parent;
  return call?.name === 'CallExpression' && isSameNode(call.firstChild, outer) ? call : undefined;
}

/** Undefined if there is no such argument, or if it is unclear which one it is. */
function argumentOf(call: SyntaxNode, index: number): SyntaxNode | undefined {
  const list = call.getChild('ArgList');
  let at = 0;
  for (let one = list?.firstChild?.nextSibling ?? null; one !== null; one = one.nextSibling) {
    if (one.name.endsWith('Comment')) continue;
    if (one.name === ',' && at < index) at++;
    else if (at === index) return one.type.isError || /^(?:\)|,|Spread)$/.test(one.name) ? undefined : one;
    else if (one.name === 'Spread') return undefined;
  }
  return undefined;
}

/**
 * `const fetch = conv.utils.getSecret`, also with `.bind(conv.utils)`, `const { getSecret: fetch } = conv.utils`, and
 * `import { readSecret as fetch } from "./vault"`.
 */
function addNamesGiven(module: JavaScriptModule, node: SyntaxNode, given: Set<string>): void {
  const isKey = node.name === 'PropertyName' && node.parent?.name === 'PatternProperty';
  const alias = node.parent?.name === 'ImportGroup' ? node.nextSibling : null;
  const target = isKey
    ? node.parent?.getChild(':')?.nextSibling
    : alias?.name === 'as'
      ? alias.nextSibling
      : targetOf(wrapped(boundAt(module, node)));
  const isName = target && target.to > target.from && /^Variable(?:Definition|Name)$/.test(target.name);
  if (isName) given.add(module.textOf(target));
  else for (const name of parametersFor(module, wrapped(node))) given.add(name);
}

/** `get` for `load(conv.utils.getSecret)`, if the file contains `function load(get)`. */
function parametersFor(module: JavaScriptModule, argument: SyntaxNode): readonly string[] {
  const list = argument.parent?.name === 'ArgList' ? argument.parent : null;
  const callee = list?.parent?.getChild('VariableName');
  const at = (list && argumentsOf(list))?.findIndex((one) => isSameNode(one, argument)) ?? -1;
  const binding = callee ? module.bindingSeenBy(callee) : undefined;
  if (at === -1 || typeof binding !== 'object') return [];
  return definitionsAt(module, binding).flatMap((definition) => {
    const parameter = parametersOf(definition)[at];
    return parameter?.name === 'VariableDefinition' ? [module.textOf(parameter)] : [];
  });
}

/** The function that a name is bound to, or the constructor of its class. */
function definitionsAt(module: JavaScriptModule, { node, value }: Binding): readonly SyntaxNode[] {
  const definition = value === undefined ? node.parent : unwrapped(value);
  if (definition === null) return [];
  if (isFunction(definition)) return [definition];
  const members = definition.getChild('ClassBody')?.getChildren('MethodDeclaration') ?? [];
  return members.filter((method) => {
    const key = method.getChild('PropertyDefinition');
    return key !== null && module.textOf(key) === 'constructor';
  });
}

/** `reader` for `reader.bind(utils)`; anything else unchanged. */
function boundAt(module: JavaScriptModule, reader: SyntaxNode): SyntaxNode {
  const method = memberOf(reader);
  const call = method && callWith(method);
  return call && boundFunction(module, call) !== undefined ? call : reader;
}

/** Keys that are read directly from the value. */
function fieldsReadFrom(module: JavaScriptModule, call: SyntaxNode): readonly string[] {
  let value = wrapped(call);
  if (value.parent?.name === 'AwaitExpression') value = wrapped(value.parent);
  const owner = value.parent;
  if (owner?.name === 'MemberExpression' && isSameNode(owner.firstChild, value)) {
    const isText = owner.parent?.name === 'CallExpression' && isSameNode(owner.parent.firstChild, owner);
    const key = isText ? undefined : keyOf(owner, module.text);
    return key === undefined || key === 'length' ? [] : [key];
  }
  const target = targetOf(value);
  return target?.name === 'ObjectPattern' ? keysTaken(module, target) : [];
}

function keysTaken(module: JavaScriptModule, pattern: SyntaxNode): readonly string[] {
  const properties = pattern.getChildren('PatternProperty').filter((one) => one.getChild('Spread') === null);
  return properties.flatMap((property) => {
    const key = plainKey(property) === null ? undefined : keyOf(property, module.text);
    return key ?? [];
  });
}

/** Keeps only the names that are possible when the code reaches this place. */
function guardedReference(
  module: JavaScriptModule,
  expression: SyntaxNode,
  read: SecretReference,
): SecretReference {
  const name = unwrapped(expression);
  if (name.name === 'String' || read.names.length === 0) return read;
  const related = [...partsIn(name), ...siblingsOf(module, name)];
  const conditions = passedBefore(module, name);
  return narrowedReference(read, narrowedNames(module.text, name, read.names, conditions, related));
}

/**
 * Returns the parts that determine a name: `env` in `zendesk_${env}`, and `conv.brand` in
 * `NAMES[conv.brand]`.
 */
function partsIn(node: SyntaxNode): readonly SyntaxNode[] {
  const index = node.name === 'MemberExpression' ? indexOf(node) : undefined;
  if (index !== undefined) return partsIn(index);
  if (node.name === 'VariableName' || node.name === 'MemberExpression') return [node];
  const parts: SyntaxNode[] = [];
  const whole = node.name === 'CallExpression' ? node.getChild('ArgList') : node;
  for (let child = whole?.firstChild ?? null; child !== null; child = child.nextSibling)
    parts.push(...partsIn(child));
  return parts;
}

/** Returns variables bound in the same iteration, such as `brand` in `for (const [brand, name] of …)`. */
function siblingsOf(module: JavaScriptModule, name: SyntaxNode): readonly SyntaxNode[] {
  const binding = name.name === 'VariableName' ? module.bindingSeenBy(name) : undefined;
  const pattern = typeof binding === 'object' ? binding.node.parent : null;
  return pattern?.name === 'ArrayPattern' ? pattern.getChildren('VariableDefinition') : [];
}
