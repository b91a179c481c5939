import type { SyntaxNode, Tree } from '@lezer/common';
import type { Unit, UnitCode } from '../../ir/ir.ts';
import type { InSlices } from '../../model/in-slices.ts';
import type { UnitMemo } from '../units.ts';
import { calls } from './calls.ts';
import { classExpressions } from './classes.ts';
import { enums } from './enums.ts';
import { functionExpressions } from './functions.ts';
import { elements } from './jsx.ts';
import { literals } from './literals.ts';
import { loops } from './loops.ts';
import { Lowering, type Tables } from './lowering.ts';
import { moduleStatements } from './modules.ts';
import { operators } from './operators.ts';
import { TreeCopier } from './plain-tree.ts';
import { isSplitBefore, sequenceOf, statements } from './statements.ts';
import { choices } from './switch.ts';

const tables: Tables = {
  expressions: new Map([
    ...literals,
    ...operators,
    ...calls,
    ...functionExpressions,
    ...classExpressions,
    ...elements,
  ]),
  statements: new Map([...statements, ...loops, ...choices, ...moduleStatements, ...enums]),
  sequence: sequenceOf,
};

/**
 * Lowers JavaScript and TypeScript, with or without JSX. Dialects must not share a `memo`, because they read
 * the same text differently. Each slice covers one unit.
 */
export function* lowerJavaScript(
  { text, tree }: { readonly text: string; readonly tree: Tree },
  memo: UnitMemo,
): InSlices<readonly Unit[]> {
  const units: Unit[] = [];
  let next = tree.topNode.firstChild;
  while (next !== null) {
    const nodes = unitFrom(next, text);
    next = (nodes.at(-1) ?? next).nextSibling;
    const start = nodes[0]?.from ?? 0;
    const end = nodes.at(-1)?.to ?? start;
    if (nodes[0]?.type.is('Statement') === true)
      units.push({ start, code: memo.unit(text.slice(start, end), (own) => unitCode(own, start, nodes)) });
    yield;
  }
  return units;
}

/** The nodes of one statement. More than one if the parser splits it. */
function unitFrom(node: SyntaxNode, text: string): readonly SyntaxNode[] {
  const { nextSibling } = node;
  const isNext = nextSibling?.name === 'ExpressionStatement' || nextSibling?.name === 'Block';
  if (!isNext || !endsInError(node)) return [node];
  const plain = new TreeCopier(text, 0, new Set()).copy(node.cursor());
  if (!isSplitBefore(plain, nextSibling.name)) return [node];
  const block = node.name === 'AmbientDeclaration' ? nextSibling.nextSibling : null;
  return block?.name === 'Block' ? [node, nextSibling, block] : [node, nextSibling];
}

function endsInError(node: SyntaxNode): boolean {
  const last = node.name === 'AmbientDeclaration' ? node.lastChild?.lastChild : node.lastChild;
  return last?.type.isError === true;
}

function unitCode(text: string, start: number, nodes: readonly SyntaxNode[]): UnitCode {
  const lowering = new Lowering(text, tables);
  const copier = new TreeCopier(text, start, lowering.words);
  const body = lowering.statements(nodes.map((node) => copier.copy(node.cursor())));
  return { text, body, binds: lowering.names.finish(), words: lowering.words };
}
