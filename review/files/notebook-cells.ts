import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/json';
import { isRecord, parseJson } from '../../contracts/guards.ts';

/** A code cell of a notebook, which is analyzed on its own: cells run in any order. */
export interface NotebookCell {
  /** Its place among all cells, from 1. */
  readonly number: number;
  readonly text: string;
  /** Where a character of `text` is in the notebook's file, as an offset. */
  offsetInFile(offset: number): number;
}

/**
 * Returns the Python cells of a notebook's file, as an editor shows them. Undefined if it is not a notebook.
 * Outputs are not code.
 */
export function pythonCells(text: string): readonly NotebookCell[] | undefined {
  const notebook = parseJson(text);
  const cells: unknown = isRecord(notebook) ? notebook['cells'] : undefined;
  if (!isRecord(notebook) || !Array.isArray(cells)) return undefined;
  const language = languageOfNotebook(notebook['metadata']);
  const isPython = cells.map(
    (cell: unknown) => isRecord(cell) && languageOfCell(cell, language) === 'python',
  );
  if (!isPython.includes(true)) return [];
  return sourcesOf(text).flatMap((strings, place) =>
    isPython[place] === true ? [cellOf(place + 1, strings, text)] : [],
  );
}

/** Jupyter's default is Python. If the two entries contradict each other, the kernel runs the cells. */
function languageOfNotebook(metadata: unknown): string {
  const given = textAt(metadata, 'kernelspec', 'language') ?? textAt(metadata, 'language_info', 'name');
  const language = given?.toLowerCase() ?? 'python';
  return language === 'ipython' ? 'python' : language;
}

/** Undefined for a cell without code. An editor stores a cell's own language. */
function languageOfCell(cell: Readonly<Record<string, unknown>>, language: string): string | undefined {
  if (cell['cell_type'] !== 'code') return undefined;
  return textAt(cell['metadata'], 'vscode', 'languageId') ?? language;
}

function textAt(value: unknown, group: string, key: string): string | undefined {
  const inside = isRecord(value) ? value[group] : undefined;
  const text = isRecord(inside) ? inside[key] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** The string literals of each cell's source. Most files have one for each line. */
function sourcesOf(text: string): readonly (readonly SyntaxNode[])[] {
  const root = parser.parse(text).topNode.firstChild;
  const cells = root && valueOf(root, 'cells', text);
  return (cells ? childrenOf(cells) : [])
    .filter(({ name }) => isValue(name))
    .map((cell) => {
      const source = valueOf(cell, 'source', text);
      if (source === undefined) return [];
      return source.name === 'String' ? [source] : childrenOf(source).filter(({ name }) => name === 'String');
    });
}

function isValue(name: string): boolean {
  return /^[A-Z]/.test(name);
}

/** If a key occurs more than once, the last one counts, as in `JSON.parse`. */
function valueOf(object: SyntaxNode, key: string, text: string): SyntaxNode | undefined {
  const property = childrenOf(object).findLast(({ name, firstChild }) => {
    const isProperty = name === 'Property' && firstChild !== null;
    return isProperty && parseJson(text.slice(firstChild.from, firstChild.to)) === key;
  });
  return property?.lastChild ?? undefined;
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function cellOf(number: number, strings: readonly SyntaxNode[], text: string): NotebookCell {
  const offsets: number[] = [];
  let code = '';
  let end = 0;
  for (const { from, to } of strings) {
    const literal = text.slice(from, to);
    const content: unknown = parseJson(literal);
    code += typeof content === 'string' ? content : '';
    end = to - 1;
    for (let at = 1; at < literal.length - 1; at += lengthAt(literal, at)) offsets.push(from + at);
  }
  return { number, text: code, offsetInFile: (offset) => offsets[offset] ?? end };
}

/** The length of one character of a JSON string, which may be escaped. */
function lengthAt(literal: string, at: number): number {
  if (literal[at] !== '\\') return 1;
  return literal[at + 1] === 'u' ? 6 : 2;
}

export function isNotebook(path: string): boolean {
  return path.toLowerCase().endsWith('.ipynb');
}
