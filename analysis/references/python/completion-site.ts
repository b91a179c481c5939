import type { SyntaxNode } from '@lezer/common';
import type { Patch } from '../../source/patches.ts';
import type { CompletionSite, CompletionTarget } from '../../source/language.ts';
import { type StringTarget, targetInString } from '../../syntax/string-target.ts';
import { attributeOf, callOf, firstArgument, isSameNode } from '../../syntax/python/syntax.ts';
import { isEnvironment } from './environment.ts';
import type { PythonFile } from './python-file.ts';
import { spellIn, stringToken, type StringToken } from '../../syntax/python/strings.ts';
import type { Origin } from '../../flow/python/origin.ts';
import { possibleTexts } from '../../flow/python/possible-names.ts';
import { hasUnknownPart } from '../../flow/python/possible-text.ts';

/** Returns what can be completed at the cursor: inside a string, or where a string is expected. */
export function pythonCompletionSite(file: PythonFile, offset: number): CompletionSite | undefined {
  const patch = file.source.patches.find(
    ({ start, text }) => offset > start && offset <= start + text.length,
  );
  if (patch !== undefined) return siteInHealed(file, patch, offset);
  const string = stringAround(file, offset);
  if (string === undefined) return siteWithoutQuotes(file, offset);
  const found = targetIn(file, string.node, string.token, offset);
  return found && siteOf(file, string.node, found);
}

/** The tree contains something else at this place, but inside the correct brackets. */
function siteInHealed(file: PythonFile, patch: Patch, offset: number): CompletionSite | undefined {
  const { text, tree } = file.module;
  const prefix = prefixBefore(text, patch.start);
  const token: StringToken = {
    content: { start: patch.start + 1, end: patch.start + patch.text.length },
    prefix: prefix.toLowerCase(),
    quote: text.charAt(patch.start) === '"' ? '"' : "'",
    triple: false,
    closed: false,
  };
  const healed = tree.resolveInner(patch.start, 1);
  const found = targetIn(file, healed, token, offset);
  if (found === undefined) return undefined;
  if (!/^[)\]]$/.test(healed.name)) return siteOf(file, healed, found);
  const isFirst = openedBefore(text, patch.start - prefix.length) !== undefined;
  return isFirst && healed.parent !== null ? siteInBrackets(file, healed.parent, found.target) : undefined;
}

function prefixBefore(text: string, quoteAt: number): string {
  return /[A-Za-z]*$/.exec(text.slice(Math.max(0, quoteAt - 20), quoteAt))?.[0] ?? '';
}

interface StringAround {
  readonly node: SyntaxNode;
  readonly token: StringToken;
}

function stringAround(file: PythonFile, offset: number): StringAround | undefined {
  let node: SyntaxNode | null = file.module.tree.resolveInner(offset, -1);
  while (node !== null && !/^(?:Format)?String$/.test(node.name)) {
    if (!/^(?:Escape|⚠)$/.test(node.name)) return undefined;
    node = node.parent;
  }
  const token = node === null ? undefined : stringToken(file.module.text, node);
  return node === null || token === undefined ? undefined : { node, token };
}

/** Also undefined in a literal that would contain more than the name. */
function targetIn(
  file: PythonFile,
  node: SyntaxNode,
  token: StringToken,
  offset: number,
): StringTarget | undefined {
  const { text } = file.module;
  const { content, closed, quote, triple } = token;
  const isUnknownKind = /\w$/.test(text.slice(Math.max(0, node.from - 1), node.from));
  const string = { content, closed, marks: triple ? quote.repeat(3) : quote, spell: spellIn(token, node) };
  const found = isUnknownKind ? undefined : targetInString(text, string, offset);
  if (found === undefined || !token.prefix.includes('f')) return found;
  const whole = text.slice(content.start, found.isClosed ? content.end : offset + holeAfter(text, offset));
  return /[{}]/.test(whole.replaceAll(/\{\{|\}\}/g, '')) ? undefined : found;
}

/**
 * Returns the length of the text up to the end of the first replacement field of an incomplete f-string, or 0
 * if there is none.
 */
function holeAfter(text: string, offset: number): number {
  return /^[^\s"',)\]{}]*\{/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
}

function siteWithoutQuotes(file: PythonFile, offset: number): CompletionSite | undefined {
  const { text } = file.module;
  const typed = /\w*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const rest = /^\w*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const span = { start: offset - typed.length, end: offset + rest.length };
  const isWord = typed === '' ? rest === '' : !/^\d/.test(typed);
  const opened = isWord ? openedBefore(text, span.start) : undefined;
  if (opened === undefined) return undefined;
  const bracket = file.module.tree.resolveInner(opened, 1);
  const spell = spellIn({ prefix: '', quote: '"' }, bracket);
  const target = { insert: span, replace: span, spell, opening: '"', closing: '"' };
  const list = bracket.name === '(' || bracket.name === '[' ? bracket.parent : listAround(bracket);
  if (list === null || goesOn(text, span.end, list)) return undefined;
  return siteInBrackets(file, list, target);
}

/** Whether the following code would be invalid after a string. It may be the next statement. */
function goesOn(text: string, end: number, brackets: SyntaxNode): boolean {
  const isClosed = /^[)\]]$/.test(brackets.lastChild?.name ?? '');
  const next = (isClosed ? /^\s*/ : /^[ \t]*/).exec(text.slice(end, end + 200))?.[0].length ?? 0;
  return /^(?:["'.([\w{]|=(?!=))/.test(text.slice(end + next, end + next + 2));
}

/**
 * Returns the position of the bracket or keyword before the first argument. Undefined if the argument starts
 * elsewhere.
 */
function openedBefore(text: string, start: number): number | undefined {
  const from = Math.max(0, start - 200);
  const opened = /(?:[([]|\bsecret_name\s*=)\s*$/.exec(text.slice(from, start));
  return opened === null ? undefined : from + opened.index;
}

function listAround(keyword: SyntaxNode): SyntaxNode | null {
  return keyword.parent?.name === 'ArgList' ? keyword.parent : null;
}

function siteInBrackets(
  file: PythonFile,
  brackets: SyntaxNode,
  target: CompletionTarget,
): CompletionSite | undefined {
  if (brackets.name === 'ArgList') return siteInCall(file, brackets.parent, target);
  return brackets.name === 'MemberExpression' ? siteInSubscript(file, brackets, target) : undefined;
}

/** Goes up through expressions such as `"a" if live else "b"` to the brackets that contain the string. */
function siteOf(
  file: PythonFile,
  string: SyntaxNode,
  { target, isClosed }: StringTarget,
): CompletionSite | undefined {
  let value = string;
  for (let parent = string.parent; parent !== null; value = parent, parent = parent.parent) {
    if (parent.name === 'ArgList') {
      return isFirstArgument(file, parent, value) ? siteInCall(file, parent.parent, target) : undefined;
    }
    const isIndex = parent.name === 'MemberExpression' && !isSameNode(parent.firstChild, value);
    if (isIndex) return siteInSubscript(file, parent, target);
    const container = containerOf(parent, value);
    if (container !== undefined) return fieldSite(file, container, target);
    // The parser's trees for incomplete code are unreliable, but their nodes start at the string itself.
    if (!isOneOf(parent) && (isClosed || parent.from !== string.from)) return undefined;
  }
  return undefined;
}

/** Whether an expression evaluates to one of its parts. */
function isOneOf(expression: SyntaxNode): boolean {
  if (expression.name === 'BinaryExpression')
    return expression.getChild('or') !== null || expression.getChild('and') !== null;
  return expression.name === 'ConditionalExpression' || expression.name === 'ParenthesizedExpression';
}

/** Returns `x` in `"field" in x`. */
function containerOf(test: SyntaxNode, value: SyntaxNode): SyntaxNode | undefined {
  if (test.name !== 'BinaryExpression' || test.getChild('in') === null) return undefined;
  return isSameNode(test.firstChild, value) ? (test.lastChild ?? undefined) : undefined;
}

function isFirstArgument(file: PythonFile, list: SyntaxNode, value: SyntaxNode): boolean {
  const first = firstArgument(file.module.text, list, ['secret_name', 'name', 'key']);
  return first?.star === undefined && isSameNode(first?.value, value);
}

function siteInCall(
  file: PythonFile,
  call: SyntaxNode | null,
  target: CompletionTarget,
): CompletionSite | undefined {
  const parts = call === null ? undefined : callOf(call);
  if (call === null || parts === undefined) return undefined;
  if (file.isAgentRead(call)) return { kind: 'name', dialect: 'agent', target };
  if (isEnvironment(file.localOrigins, parts.callee, 'function'))
    return { kind: 'name', dialect: 'environment', target };
  const attribute = attributeOf(parts.callee);
  if (attribute === undefined) return undefined;
  if (isEnvironment(file.localOrigins, attribute.object, 'mapping'))
    return { kind: 'name', dialect: 'environment', target };
  return /^(?:get|pop|setdefault)$/.test(file.module.textOf(attribute.property))
    ? fieldSite(file, attribute.object, target)
    : undefined;
}

function siteInSubscript(
  file: PythonFile,
  member: SyntaxNode,
  target: CompletionTarget,
): CompletionSite | undefined {
  const object = member.firstChild;
  if (object === null) return undefined;
  if (isEnvironment(file.localOrigins, object, 'mapping'))
    return { kind: 'name', dialect: 'environment', target };
  return fieldSite(file, object, target);
}

function fieldSite(
  file: PythonFile,
  object: SyntaxNode,
  target: CompletionTarget,
): CompletionSite | undefined {
  const secrets = heldNames(file, object);
  return secrets.length === 0 ? undefined : { kind: 'field', secrets, target };
}

/**
 * Returns the names of the secrets whose value an expression may have, wherever in the project they are read.
 * Empty if it may have another value, or if a name is unknown.
 */
function heldNames(file: PythonFile, expression: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  for (const origin of file.origins.of(expression)) {
    if (isEmpty(origin)) continue;
    const read = namesReadBy(file, origin);
    if (read.length === 0) return [];
    for (const name of read) names.add(name);
  }
  return [...names];
}

/** For a helper that accepts the name, returns the name that this particular call passes. */
function namesReadBy(file: PythonFile, { node, frame, finder }: Origin): readonly string[] {
  const call = callOf(node);
  if (call === undefined || !file.isAgentRead(node, finder)) return [];
  const argument = firstArgument(finder.module.text, call.list, ['secret_name', 'name'])?.value;
  const texts = argument === undefined ? [] : possibleTexts(finder, argument, frame);
  return texts.some(hasUnknownPart) ? [] : texts.map(({ text }) => text);
}

/** `get_secret("x") or {}` still contains the secret. */
function isEmpty({ node, finder }: Origin): boolean {
  return /^(?:None|\{\s*\}|""|'')$/.test(finder.module.textOf(node));
}
