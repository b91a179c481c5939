import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../../contracts/lsp-messages.ts';
import type { SecretReference } from '../../reference.ts';
import type { PythonFile } from './python-file.ts';
import { stringToken, stringValue } from './strings.ts';

/** The literals that supply the names of a reference, without quotes, wherever in the project they stand. */
export function pythonNameSources(file: PythonFile, { span }: SecretReference): readonly Place[] {
  let expression: SyntaxNode = file.module.tree.resolveInner(span.start, 1);
  while (expression.parent !== null && expression.to < span.end) expression = expression.parent;
  const places = file.origins.of(expression).flatMap(({ node, finder: { module } }) => {
    const isName = stringValue(module.text, node) !== undefined;
    const content = isName ? (stringToken(module.text, node)?.content ?? spanOf(node)) : undefined;
    return content === undefined ? [] : [{ uri: module.uri, range: module.rangeOf(content) }];
  });
  return distinct(places);
}

function spanOf({ from, to }: SyntaxNode): { readonly start: number; readonly end: number } {
  return { start: from, end: to };
}

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [keyOf(place), place])).values()];
}

function keyOf({ uri, range: { start } }: Place): string {
  return `${uri}:${start.line}:${start.character}`;
}
