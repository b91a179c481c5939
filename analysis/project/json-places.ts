import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/json';
import type { Span } from '../model/span.ts';

/** The position of the first syntax error in a JSON text; undefined if the parser reports none. */
export function firstSyntaxError(text: string): number | undefined {
  const cursor = parser.parse(text).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

/** The position of the value at `path`; for duplicate keys the last one, as in `JSON.parse`. */
export function placeOf(text: string, path: readonly (string | number)[]): Span {
  let node: SyntaxNode = parser.parse(text).topNode;
  node = node.firstChild ?? node;
  for (const step of path) {
    const next = typeof step === 'number' ? itemAt(node, step) : valueOf(text, node, step);
    if (next === undefined) break;
    node = next;
  }
  return { start: node.from, end: node.to };
}

function itemAt(array: SyntaxNode, index: number): SyntaxNode | undefined {
  let item = array.firstChild;
  for (let at = -1; item !== null; item = item.nextSibling) {
    if (!/^[[\],]$/.test(item.name)) at++;
    if (at === index) return item;
  }
  return undefined;
}

function valueOf(text: string, object: SyntaxNode, key: string): SyntaxNode | undefined {
  const written = JSON.stringify(key);
  const property = object
    .getChildren('Property')
    .findLast(({ firstChild }) => firstChild && text.slice(firstChild.from, firstChild.to) === written);
  return property?.lastChild ?? undefined;
}
