import type { SyntaxNode } from '@lezer/common';
import type { CompletionSite, CompletionTarget } from '../../source/language.ts';
import { targetInString } from '../../syntax/string-target.ts';
import { isAgentCallee } from './agent.ts';
import { isEnvironment } from './environment.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { type FlowPlace, type OriginFinder, stepTo } from '../../flow/javascript/origin.ts';
import { pathOf, pathOfPattern } from '../../flow/javascript/paths.ts';
import { asIdentifier, quoteAt, spellBetween, stringContent } from '../../syntax/javascript/strings.ts';
import {
  branches,
  defaultingParts,
  isSameNode,
  valueAfter,
  wrapped,
} from '../../syntax/javascript/syntax.ts';
import { argumentsOf } from '../../flow/javascript/functions.ts';
import { joined, possibleTextsAt } from '../../flow/javascript/texts.ts';

/** Returns what can be completed at the cursor. */
export function javaScriptCompletionSite(finder: OriginFinder, offset: number): CompletionSite | undefined {
  const { module } = finder;
  const node = module.tree.resolveInner(offset, -1);
  const string = stringAround(node);
  if (string !== undefined) return siteInString(finder, string, offset);
  return (
    siteAfterDot(finder, node, offset) ?? siteInPattern(finder, node, offset) ?? siteInCall(module, offset)
  );
}

function stringAround(node: SyntaxNode): SyntaxNode | undefined {
  const string = node.type.isError || node.name === 'Escape' ? node.parent : node;
  return string?.name === 'String' || string?.name === 'TemplateString' ? string : undefined;
}

function siteInString(finder: OriginFinder, string: SyntaxNode, offset: number): CompletionSite | undefined {
  const { text } = finder.module;
  const mark = quoteAt(text, string.from);
  if (mark === undefined) return undefined;
  const closed = stringContent(text, string);
  const content = closed ?? { start: string.from + 1, end: string.to };
  const spell = spellBetween(mark);
  const found = targetInString(text, { content, marks: mark, closed: closed !== undefined, spell }, offset);
  const hole = string.getChild('Interpolation')?.from ?? Infinity;
  const end = found?.isClosed === false ? offset + startLength(text, offset) : string.to;
  return found === undefined || hole < end ? undefined : siteOf(finder, string, found.target);
}

/**
 * Returns the length of the text up to the first substitution of an incomplete template, or 0 if there is
 * none.
 */
function startLength(text: string, offset: number): number {
  return /^[^\s"'`,)\]$]*\$\{/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
}

/** Goes up through expressions such as `live ? "a" : "b"` to the parentheses that contain the string. */
function siteOf(
  finder: OriginFinder,
  string: SyntaxNode,
  target: CompletionTarget,
): CompletionSite | undefined {
  const { module } = finder;
  const value = outermostChoice(module, wrapped(string));
  const owner = value.parent;
  if (owner?.name === 'MemberExpression' && owner.firstChild && !isSameNode(owner.firstChild, value)) {
    return isEnvironment(pathOf(module, owner.firstChild))
      ? environmentSite(target)
      : fieldSite(finder, owner.firstChild, target);
  }
  if (owner?.name === 'PatternProperty' && owner.parent !== null) {
    return isEnvironment(pathOfPattern(module, owner.parent))
      ? environmentSite(target)
      : fieldSiteInPattern(finder, owner.parent, target);
  }
  if (owner?.name !== 'ArgList' || !isSameNode(owner.firstChild?.nextSibling, value)) return undefined;
  return siteInArguments(module, owner, target);
}

function outermostChoice(module: JavaScriptModule, value: SyntaxNode): SyntaxNode {
  const owner = value.parent;
  const alternatives = owner && (branches(owner) ?? defaultingParts(owner, module.text));
  const isOne = alternatives?.some((one) => isSameNode(one, value)) ?? false;
  return owner !== null && isOne ? outermostChoice(module, wrapped(owner)) : value;
}

function siteInArguments(
  module: JavaScriptModule,
  list: SyntaxNode,
  target: CompletionTarget,
): CompletionSite | undefined {
  const callee = list.parent?.name === 'CallExpression' ? list.parent.firstChild : null;
  const isRead = callee !== null && isAgentCallee(module, callee);
  return isRead ? { kind: 'name', dialect: 'agent', target } : undefined;
}

/** `process.env.N|`, including through another name for the environment. */
function siteAfterDot(finder: OriginFinder, node: SyntaxNode, offset: number): CompletionSite | undefined {
  const { module } = finder;
  const member = node.parent?.name === 'MemberExpression' ? node.parent : node;
  const object = member.name === 'MemberExpression' ? member.firstChild : null;
  if (object === null || object.to >= offset) return undefined;
  const isName = node.name === 'PropertyName';
  const isDot = /^(?:\.|\?\.)$/.test(module.textOf(node)) || node.type.isError;
  if (!isName && !isDot) return undefined;
  const target = identifierTarget(module.text, isName ? node.from : offset, offset);
  return isEnvironment(pathOf(module, object)) ? environmentSite(target) : fieldSite(finder, object, target);
}

/** `const { N| } = process.env`. */
function siteInPattern(finder: OriginFinder, node: SyntaxNode, offset: number): CompletionSite | undefined {
  const { module } = finder;
  const property = node.parent?.name === 'PatternProperty' ? node.parent : undefined;
  const isKey = property !== undefined && isSameNode(property.firstChild, node) && node.to >= offset;
  const pattern = isKey ? property?.parent : patternBetweenKeys(module, node, offset);
  if (!pattern) return undefined;
  const target = identifierTarget(module.text, isKey ? node.from : offset, offset);
  return isEnvironment(pathOfPattern(module, pattern))
    ? environmentSite(target)
    : fieldSiteInPattern(finder, pattern, target);
}

function patternBetweenKeys(
  module: JavaScriptModule,
  node: SyntaxNode,
  offset: number,
): SyntaxNode | undefined {
  const pattern = node.name === 'ObjectPattern' ? node : node.parent;
  const isBetween = /[{,]\s*$/.test(module.text.slice(Math.max(0, offset - 200), offset));
  return pattern?.name === 'ObjectPattern' && isBetween ? pattern : undefined;
}

/** `conv.utils.getSecret(|)` and `conv.utils.getSecret(stri|)`, where a string is expected. */
function siteInCall(module: JavaScriptModule, offset: number): CompletionSite | undefined {
  const { text } = module;
  const before = /(\()\s*([\w$]*)$/.exec(text.slice(Math.max(0, offset - 200), offset));
  if (before === null) return undefined;
  const typed = before[2] ?? '';
  const span = { start: offset - typed.length, end: wordEnd(text, offset) };
  const isWord = typed === '' ? span.end === offset : !/^\d/.test(typed);
  const bracket = module.tree.resolveInner(Math.max(0, offset - before[0].length), 1);
  if (!isWord || bracket.name !== '(' || bracket.parent?.name !== 'ArgList') return undefined;
  if (goesOn(text, span.end, bracket.parent)) return undefined;
  const target = { insert: span, replace: span, spell: spellBetween('"'), opening: '"', closing: '"' };
  return siteInArguments(module, bracket.parent, target);
}

/** Whether the following code would be invalid after a string. It may be the next statement. */
function goesOn(text: string, end: number, list: SyntaxNode): boolean {
  const space = list.lastChild?.name === ')' ? /^\s*/ : /^[ \t]*/;
  const next = space.exec(text.slice(end, end + 200))?.[0].length ?? 0;
  return /^["'`.([{\w$]/.test(text.slice(end + next, end + next + 1));
}

/** `creds.|` and `creds["|"]`, if the value may be a secret. */
function fieldSite(
  finder: OriginFinder,
  object: SyntaxNode,
  target: CompletionTarget,
): CompletionSite | undefined {
  const secrets = heldNames(finder, object);
  return secrets.length === 0 ? undefined : { kind: 'field', secrets, target };
}

/** `const { | } = await conv.utils.getSecret("a")`. */
function fieldSiteInPattern(
  finder: OriginFinder,
  pattern: SyntaxNode,
  target: CompletionTarget,
): CompletionSite | undefined {
  const value = valueAfter(pattern);
  return value && fieldSite(finder, value, target);
}

function environmentSite(target: CompletionTarget): CompletionSite {
  return { kind: 'name', dialect: 'environment', target };
}

function identifierTarget(text: string, start: number, offset: number): CompletionTarget {
  const insert = { start, end: offset };
  const replace = { start, end: wordEnd(text, offset) };
  return { insert, replace, spell: asIdentifier, opening: '', closing: '' };
}

function wordEnd(text: string, offset: number): number {
  return offset + (/^[\p{ID_Continue}$]*/u.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
}

/**
 * Returns the names of the secrets whose value an expression may have. Empty if it may have another value, or
 * if a name is unknown.
 */
function heldNames(finder: OriginFinder, expression: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  for (const origin of finder.of(expression)) {
    if (isEmpty(origin)) continue;
    const read = namesReadBy(origin);
    if (read.length === 0) return [];
    for (const name of read) names.add(name);
  }
  return [...names];
}

/** For a helper that accepts the name, returns the name that this particular call passes. */
function namesReadBy(origin: FlowPlace): readonly string[] {
  const { node, keys, finder } = origin;
  const list = node.name === 'CallExpression' && keys.length === 0 ? node.getChild('ArgList') : null;
  const isRead = list !== null && node.firstChild !== null && isAgentCallee(finder.module, node.firstChild);
  const argument = isRead ? argumentsOf(list)?.[0] : undefined;
  const texts = argument === undefined ? [] : possibleTextsAt(stepTo(origin, argument));
  return texts.every(({ parts }) => parts.length === 1) ? texts.map((text) => joined(text)) : [];
}

/** `await … ?? {}` still contains the secret. */
function isEmpty({ node, keys, finder }: FlowPlace): boolean {
  return keys.length === 0 && /^(?:null|undefined|\{\s*\}|""|'')$/.test(finder.module.textOf(node));
}
