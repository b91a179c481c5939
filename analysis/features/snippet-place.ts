import type { SyntaxNode } from '@lezer/common';
import type { Range, SnippetPlace } from '../../contracts/lsp-messages.ts';
import type { SourceText } from '../model/analyzer.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { hasTree } from './movable-literal.ts';

/**
 * Returns what can replace the range. A name is parsed in its place, because the tree of incomplete code such
 * as `{}` or `key=` does not show what is missing.
 */
export function snippetPlace(
  parse: (source: SourceText) => ParsedFile,
  file: ParsedFile,
  range: Range,
): SnippetPlace {
  const { uri, languageId, text } = file;
  const [start, end] = [file.offsetAt(range.start), file.offsetAt(range.end)];
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const isLine = /(?:^|[\r\n])[ \t]*$/.test(before) && /^[ \t]*(?:[\r\n]|$)/.test(after);
  const nodeOf = (placeholder: string): SyntaxNode | undefined => {
    const parsed = parse({ uri, languageId, text: `${before}${placeholder}${after}` });
    return hasTree(parsed) ? parsed.tree.resolveInner(start, 1) : undefined;
  };
  const place = (node: SyntaxNode): SnippetPlace => placeOf({ node, start, before, after, isLine });

  const node = nodeOf('_');
  if (node === undefined) return { kind: isLine ? 'statement' : 'expression' };
  const found = place(node);
  if (!isLine || /^(?:statement|string)$/.test(found.kind) || !nextElement.test(after)) return found;
  const element = nodeOf('_,');
  return element && isElement(element) ? { ...place(element), comma: true } : found;
}

interface Surroundings {
  /** The node of the placeholder, which begins at `start`. */
  readonly node: SyntaxNode;
  readonly start: number;
  readonly before: string;
  readonly after: string;
  /** Whether the line contains nothing else. */
  readonly isLine: boolean;
}

function placeOf(surroundings: Surroundings): SnippetPlace {
  const { node, start, before, isLine } = surroundings;
  const { parent } = node;
  if (parent === null || texts.test(node.name)) return { kind: 'string' };
  if (isLine && beginsStatement(node, start)) return { kind: 'statement' };
  if (node.name === 'JSXIdentifier' && parent.name === 'JSXAttribute')
    return { kind: /=\s*$/.test(before) ? 'jsx-value' : 'jsx-attribute' };
  if (node.name === 'PropertyDefinition' && parent.name === 'PropertyDeclaration') return { kind: 'member' };
  if (bindsName(node, parent)) return { kind: 'variable' };
  if (isProperty(surroundings, parent)) return { kind: 'property' };
  const quote = quoteInTemplate(node, before);
  return { kind: 'expression', ...(quote && { quote }) };
}

const texts =
  /^(?:(?:Format|Template)?String|FormatSpec|Escape|(?:Line|Block)?Comment|Hashbang|RegExp|JSXText|JSXAttributeValue)$/;

/** In JavaScript, the line after a blank line may continue its expression: `_` before `(a)()` is a call. */
function beginsStatement(node: SyntaxNode, start: number): boolean {
  let outer = node;
  while (outer.name !== 'ExpressionStatement' && outer.parent?.from === start) outer = outer.parent;
  return outer.name === 'ExpressionStatement' && blocks.test(outer.parent?.name ?? '');
}

const blocks = /^(?:Block|Body|Script|SwitchBody)$/;

/** Parameters, imports and patterns. A default value in Python is an expression. */
function bindsName({ name, prevSibling }: SyntaxNode, parent: SyntaxNode): boolean {
  if (name === 'VariableDefinition') return true;
  return /^(?:ParamList|ImportStatement)$/.test(parent.name) && prevSibling?.name !== 'AssignOp';
}

function isProperty({ node, after }: Surroundings, parent: SyntaxNode): boolean {
  const [previous, next] = [node.prevSibling?.name ?? '', node.nextSibling?.name];
  if (node.name === 'PropertyDefinition') return next !== ':' || keyBelow.test(after);
  // Empty braces are more likely to become a dictionary than a set.
  if (parent.name.startsWith('Set'))
    return previous === '{' && (next === undefined || next === '}' || keyBelow.test(after));
  return parent.name === 'DictionaryExpression' && /^[{,]$/.test(previous) && next !== ':';
}

/** Whether the placeholder, which a comma follows, is an element of a list. */
function isElement({ parent }: SyntaxNode): boolean {
  return /^(?:(?:Arg|Param)List|Property|(?:Array|Dictionary|Set|Tuple)\w*Expression)$/.test(
    parent?.name ?? '',
  );
}

/** Another element follows in a later line, so that a comma is needed. */
const nextElement =
  /^\s*(?:(?:#|\/\/).*\s*)*(?!(?:and|as|async|else|for|if|in|instanceof|is|not|or)\b)[\p{L}\p{N}_$"'`([{*.-]/u;

/** A line below begins with the key of a property. */
const keyBelow = /^\s*[\r\n]\s*(?:"[^"\r\n]*"|'[^'\r\n]*'|[\w$]+)\s*:/;

/** Before Python 3.12, an expression in an f-string could not contain the quotes of the f-string. */
function quoteInTemplate(node: SyntaxNode, text: string): SnippetPlace['quote'] {
  let outer = node.parent;
  while (outer !== null && outer.name !== 'FormatString') outer = outer.parent;
  if (outer === null) return undefined;
  return /["']/.exec(text.slice(outer.from))?.[0] === '"' ? "'" : '"';
}
