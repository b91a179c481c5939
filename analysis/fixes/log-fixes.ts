import type { SyntaxNode } from '@lezer/common';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { CodeAction } from '../model/feature-types.ts';
import type { LocatedFinding, Report } from '../rules/rule.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Fix, FixContext } from './fix.ts';
import type { Change } from './logged/change.ts';
import { type Hidden, hideValues } from './logged/hide-values.ts';
import { createShownValues } from './logged/shown-values.ts';
import { isOnlyMessage, withoutArgument, withoutStatement } from './logged/leave-out-argument.ts';

/** Leaves the value out of what is logged, or removes the statement that logs nothing else. The user decides. */
export const leaveOutOfLog: Fix = (located, context) => {
  const logged = loggedAt(located.report, context);
  if (logged === undefined) return [];
  const { file, node, argument, hidden } = logged;
  const changes = hidden.leftOut === 'all' ? withoutArgument(file, argument) : hidden.leftOut;
  if (changes !== undefined)
    return [editing(located, context, context.translate('Leave the value out'), changes)];
  const isStatement = node.parent?.name === 'ExpressionStatement';
  const call = isStatement ? node : argument.parent?.parent;
  const isRemoved = isStatement || isOnlyMessage(file, argument);
  const change = call && isRemoved ? withoutStatement(file, call) : undefined;
  return change ? [editing(located, context, context.translate('Remove this statement'), [change])] : [];
};

/** Writes a string in place of the value. */
export const maskInLog: Fix = (located, context) => {
  const logged = loggedAt(located.report, context);
  const changes = logged?.hidden.masked ?? [];
  const isStatement = logged?.node.parent?.name === 'ExpressionStatement';
  if (isStatement || changes.length === 0) return [];
  return [editing(located, context, context.translate('Write "***" instead of the value'), changes)];
};

/** The logged expression of a finding, and how the values in it can be hidden. */
interface Logged {
  readonly file: SourceFile;
  readonly node: SyntaxNode;
  /** The argument, with the parentheses and type assertions around the expression. */
  readonly argument: SyntaxNode;
  readonly hidden: Hidden;
}

/** Undefined if the value is logged in a function that is called here and may need it. */
function loggedAt({ span, isInFunction }: Report, { file, held }: FixContext): Logged | undefined {
  if (isInFunction === true || !hasTree(file)) return undefined;
  const node = nodeAt(file, span);
  if (node === undefined) return undefined;
  const hidden = hideValues(file, node, createShownValues(file.text, held())(node));
  return { file, node, argument: argumentAround(node), hidden };
}

/** Findings exclude the parentheses around an expression. */
function nodeAt({ tree, text }: SourceFile, { start, end }: Span): SyntaxNode | undefined {
  let node: SyntaxNode = tree.resolveInner(start, 1);
  while (node.to < end && node.parent !== null) node = node.parent;
  const isWhole = /^[\s(]*$/.test(text.slice(node.from, start)) && /^[\s)]*$/.test(text.slice(end, node.to));
  return isWhole && node.from <= start ? node : undefined;
}

/** `instanceof` cannot be used because the server's bundle contains this module twice. */
function hasTree(file: ParsedFile): file is SourceFile {
  return 'tree' in file;
}

function argumentAround(node: SyntaxNode): SyntaxNode {
  const { parent } = node;
  const isAround =
    parent !== null &&
    (/^(?:Parenthesized|Postfix|Await)Expression$/.test(parent.name) ||
      parent.getChild('as') !== null ||
      parent.getChild('satisfies') !== null);
  return isAround ? argumentAround(parent) : node;
}

function editing(
  { finding }: LocatedFinding,
  { file }: FixContext,
  title: string,
  changes: readonly Change[],
): CodeAction {
  const edit = changes.map((change) => ({ range: file.rangeOf(change), newText: change.text }));
  return { title, kind: 'quickfix', finding, preferred: false, edit };
}
