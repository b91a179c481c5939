import { expressionAt } from '../../flow/derivation-parts.ts';
import type { SyntaxNode } from '@lezer/common';
import type { FoundDerivation, SecretReference, WrittenName } from '../../model/reference.ts';
import { derivationsOf } from '../../flow/python/derive.ts';
import type { PythonFile } from './python-file.ts';
import { contains } from '../../syntax/python/syntax.ts';
import type { OriginFinder } from '../../flow/python/origin.ts';
import { hasUnknownPart } from '../../flow/python/possible-text.ts';
import { possibleTexts } from '../../flow/python/possible-names.ts';

/** Explains how the names of a reference were found. */
export function pythonDerivations(file: PythonFile, { span }: SecretReference): readonly FoundDerivation[] {
  return derivationsOf(file.origins, expressionAt(file.module.tree, span));
}

/** Returns where the names of a reference are written, if not in the reference itself. */
export function pythonWrittenNames(file: PythonFile, { span }: SecretReference): readonly WrittenName[] {
  return writtenElsewhere(file.origins, expressionAt(file.module.tree, span));
}

/** Returns where each possible name in `expression` is written, except for names in the expression itself. */
function writtenElsewhere(finder: OriginFinder, expression: SyntaxNode): readonly WrittenName[] {
  return possibleTexts(finder, expression).flatMap((possible) => {
    const { node, finder: home } = possible.origin;
    const isHere = home === finder && contains(expression, node);
    if (isHere || hasUnknownPart(possible)) return [];
    const range = home.module.rangeOf({ start: node.from, end: node.to });
    return [{ name: possible.text, place: { uri: home.module.uri, range } }];
  });
}
