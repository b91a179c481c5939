import type { SyntaxNode, Tree, TreeCursor } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Unit, UnitCode } from '../../ir/ir.ts';
import type { Patch } from '../../source/patches.ts';
import type { InSlices } from '../../model/in-slices.ts';
import type { UnitMemo } from '../units.ts';
import { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { copyNodes, type Node } from './nodes.ts';
import { rewrittenForParser } from './rewrites.ts';
import { lowerStatements } from './statements.ts';

/** The parts of a source file that the lowering reads. */
export interface PythonSource {
  readonly text: string;
  readonly tree: Tree;
  /** Text that the parser saw in place of the source, in text order. */
  readonly patches?: readonly Patch[];
}

/** Lowers a file. Units whose text is in the memo are not lowered again. Each slice covers one unit. */
export function* lowerPython(file: PythonSource, memo: UnitMemo): InSlices<readonly Unit[]> {
  const units: Unit[] = [];
  for (const region of regionsOf(file)) {
    units.push({ code: codeOf(file, region, memo), start: region.from });
    yield;
  }
  return units;
}

/** Top-level statements that form a unit. There are several only in code that the parser could not read. */
interface Region {
  readonly first: SyntaxNode;
  readonly from: number;
  to: number;
  isSingle: boolean;
}

const continuation = /^(?:elif|else|except|finally)\b/;

/**
 * A unit starts at the beginning of a line. Statements that the parser recognizes elsewhere, or after a
 * decorator without a definition, belong to the previous unit.
 */
function* regionsOf({ text, tree }: PythonSource): Generator<Readonly<Region>> {
  const cursor = tree.cursor();
  let region: Region | undefined;
  let isOpen = false;
  for (let more = cursor.firstChild(); more; more = cursor.nextSibling()) {
    if (cursor.name === 'Comment') continue;
    const { from, to } = cursor;
    if (region !== undefined && (isOpen || !startsUnit(text, from))) {
      region.to = Math.max(to, region.to);
      region.isSingle = false;
    } else {
      if (region !== undefined) yield region;
      region = { first: cursor.node, from, to, isSingle: true };
    }
    isOpen = decoratesNext(cursor, text, isOpen);
  }
  if (region !== undefined) yield region;
}

function startsUnit(text: string, from: number): boolean {
  if (from > 0 && !/[\n\r\uFEFF]/.test(text.charAt(from - 1))) return false;
  return !continuation.test(text.slice(from, from + 8));
}

/** Whether the parser did not find the definition that decorators belong to. */
function decoratesNext(cursor: TreeCursor, text: string, wasOpen: boolean): boolean {
  if (cursor.name !== 'DecoratedStatement') {
    return wasOpen && !/^(?:Function|Class)Definition$/.test(cursor.name) && isWithinLine(text, cursor.from);
  }
  const last = cursor.node.lastChild;
  return last !== null && !/^(?:Function|Class)Definition$/.test(last.name);
}

/** Limits how much is merged while a decorator is being typed. */
function isWithinLine(text: string, from: number): boolean {
  return from > 0 && !/[\n\r]/.test(text.charAt(from - 1));
}

function codeOf(file: PythonSource, region: Readonly<Region>, memo: UnitMemo): UnitCode {
  const text = file.text.slice(region.from, region.to).trimEnd();
  const patches = patchesWithin(file.patches ?? [], region.from, text.length);
  if (patches.length === 0) return memo.unit(text, (own) => lowerUnit(own, region));
  const key = `${text}\0${patches.map((patch) => `${String(patch.start)}\0${patch.text}`).join('\0')}`;
  return memo.unit(text, (own) => lowerAlone(own, patches.reduce(patched, own)), key);
}

/** Returns the parts of the patches in a unit, relative to the unit. */
function patchesWithin(patches: readonly Patch[], from: number, length: number): readonly Patch[] {
  return patches.flatMap((patch) => {
    const start = patch.start - from;
    const isInside = start < length && start + patch.text.length > 0;
    const text = patch.text.slice(Math.max(0, -start), Math.max(0, length - start));
    return isInside ? [{ start: Math.max(0, start), text }] : [];
  });
}

function patched(text: string, { start, text: other }: Patch): string {
  return text.slice(0, start) + other + text.slice(start + other.length);
}

/**
 * How the parser recovers from errors depends on the code around them. Units with errors are therefore parsed
 * alone, so that the result depends only on their text.
 */
function lowerUnit(text: string, { first, from, isSingle }: Readonly<Region>): UnitCode {
  if (!isSingle) return lowerAlone(text, text);
  const { root, hasError } = copyNodes(first, from);
  return hasError ? lowerAlone(text, text) : lowerNodes(text, root, [root]);
}

function lowerAlone(text: string, parsed: string): UnitCode {
  const { topNode } = parser.parse(rewrittenForParser(parsed));
  const { root } = copyNodes(topNode, 0);
  return lowerNodes(text, root, root.children);
}

function lowerNodes(text: string, root: Node, statements: readonly Node[]): UnitCode {
  const context = new Context(text, root, { expression: lowerExpression, statements: lowerStatements });
  const body = context.statements(statements);
  const binds = [...context.module.bound].filter((name) => !name.includes('#'));
  return { text, body, binds, words: context.words };
}
