import type { SyntaxNode } from '@lezer/common';
import type { CompletionSite, CompletionTarget } from '../language.ts';
import { firstArgument } from './arguments.ts';
import { isEnvironment } from './environment.ts';
import { heldNames } from './held-names.ts';
import type { PythonFile } from './python-file.ts';
import { stringToken, type StringToken } from './strings.ts';
import { attributeOf, callOf, isSameNode } from './syntax.ts';

/** What belongs where the cursor is: inside a string, or where one should be typed. */
export function pythonCompletionSite(file: PythonFile, offset: number): CompletionSite | undefined {
  const { patch } = file.source;
  if (patch !== undefined && offset > patch.start && offset <= patch.start + patch.text.length) {
    return siteInHealed(file, patch.start, offset);
  }
  const string = stringAround(file, offset);
  if (string === undefined) return siteWithoutQuotes(file, offset);
  const target = targetInString(file, string.token, offset);
  return target && siteOf(file, string.node, target);
}

/** The tree shows something else there, but in the right brackets. */
function siteInHealed(file: PythonFile, quoteAt: number, offset: number): CompletionSite | undefined {
  const { text, tree } = file.module;
  const span = { start: quoteAt + 1, end: offset + wordLength(text.slice(offset, offset + 200)) };
  const target: CompletionTarget = { span, quote: text.charAt(quoteAt) === '"' ? '"' : "'", quoted: true };
  const healed = tree.resolveInner(quoteAt, 1);
  if (!/^[)\]]$/.test(healed.name)) return siteOf(file, healed, target);
  return healed.parent === null ? undefined : siteInBrackets(file, healed.parent, target);
}

interface StringAtCursor {
  readonly node: SyntaxNode;
  readonly token: StringToken;
}

function stringAround(file: PythonFile, offset: number): StringAtCursor | undefined {
  let node: SyntaxNode | null = file.module.tree.resolveInner(offset, -1);
  while (node !== null && !/^(?:Format)?String$/.test(node.name)) {
    if (!/^(?:Escape|⚠)$/.test(node.name)) return undefined;
    node = node.parent;
  }
  const token = node === null ? undefined : stringToken(file.module.text, node);
  return node === null || token === undefined ? undefined : { node, token };
}

/** A half-typed string ends, for us, with the word at the cursor. */
function targetInString(file: PythonFile, token: StringToken, offset: number): CompletionTarget | undefined {
  const { start, end } = token.content;
  if (offset < start || offset > end) return undefined;
  const written = token.closed ? end : offset + wordLength(file.module.text.slice(offset, end));
  return { span: { start, end: written }, quote: token.quote, quoted: true };
}

function wordLength(text: string): number {
  return /^[\w-]*/.exec(text)?.[0].length ?? 0;
}

function siteWithoutQuotes(file: PythonFile, offset: number): CompletionSite | undefined {
  const { text } = file.module;
  const start = offset - (/\w*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0);
  const end = offset + (/^\w*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  if (/^["'.([\w]/.test(text.slice(end, end + 1)) || /^\d/.test(text.slice(start, end))) return undefined;
  const opened = /([([]|\bsecret_name\s*=)\s*$/.exec(text.slice(Math.max(0, start - 200), start));
  if (opened === null) return undefined;
  const target: CompletionTarget = { span: { start, end }, quote: '"', quoted: false };
  const from = Math.max(0, start - 200) + opened.index;
  const bracket = file.module.tree.resolveInner(from, 1);
  const list = bracket.name === '(' || bracket.name === '[' ? bracket.parent : listAround(bracket);
  return list === null || list === undefined ? undefined : siteInBrackets(file, list, target);
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

const transparent = new Set([
  'BinaryExpression',
  'ConditionalExpression',
  'ContinuedString',
  'ParenthesizedExpression',
]);

/** Through `"a" if live else "b"` to the brackets that the string stands in. */
function siteOf(file: PythonFile, string: SyntaxNode, target: CompletionTarget): CompletionSite | undefined {
  let value = string;
  for (let parent = string.parent; parent !== null; value = parent, parent = parent.parent) {
    if (parent.name === 'ArgList') {
      return isFirstArgument(file, parent, value) ? siteInCall(file, parent.parent, target) : undefined;
    }
    const isIndex = parent.name === 'MemberExpression' && !isSameNode(parent.firstChild, value);
    if (isIndex) return siteInSubscript(file, parent, target);
    const container = containerOf(parent, value);
    if (container !== undefined) return fieldSite(file, container, target);
    // The parser makes odd things of half-typed code, but they start with the string itself.
    if (!transparent.has(parent.name) && parent.from !== string.from) return undefined;
  }
  return undefined;
}

/** `x` of `"field" in x`. */
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
