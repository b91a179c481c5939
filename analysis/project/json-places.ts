import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/json';
import type { Span } from '../model/span.ts';

/** Where the first mistake in a JSON text is; undefined when the parser sees none. */
export function firstSyntaxError(text: string): number | undefined {
  const cursor = parser.parse(text).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

/** Where the value at `path` stands; of keys that are written twice the last one, as `JSON.parse` has it. */
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
