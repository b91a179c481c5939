import type { SyntaxNode } from '@lezer/common';
import type { Dialect, ReadError, SecretReference } from '../../model/reference.ts';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import { stringContent } from '../../syntax/javascript/strings.ts';
import { unwrapped } from '../../syntax/javascript/syntax.ts';
import { possibleNames } from '../../flow/javascript/texts.ts';

export interface ReferenceDetails {
  readonly fields?: readonly string[];
  readonly fallback?: boolean;
  readonly caught?: readonly ReadError[];
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * A name that appears literally in the code, as in `process.env.NAME` or `{ NAME }`. Undefined if it is not a
 * valid name.
 */
export function plainReference(
  name: string,
  place: SyntaxNode,
  { fields = [], fallback = false }: ReferenceDetails = {},
): readonly SecretReference[] {
  if (!identifier.test(name)) return [];
  const span = { start: place.from, end: place.to };
  const reference: SecretReference = {
    dialect: 'environment',
    span,
    names: [name],
    patterns: [],
    dynamic: false,
    literal: span,
    fields,
    ...(fallback && { fallback }),
  };
  return [reference];
}

export function referenceByExpression(
  finder: OriginFinder,
  dialect: Dialect,
  expression: SyntaxNode,
  { fields = [], fallback = false, caught = [] }: ReferenceDetails = {},
): SecretReference {
  const possible = possibleNames(finder, expression);
  const bare = unwrapped(expression);
  const isLiteral = bare.getChild('Interpolation') === null && possible !== undefined;
  const literal = isLiteral ? stringContent(finder.module.text, bare) : undefined;
  return {
    dialect,
    span: literal ?? { start: expression.from, end: expression.to },
    names: possible?.names ?? [],
    patterns: possible?.patterns ?? [],
    dynamic: possible === undefined,
    ...(possible?.isMixed === true && { mixed: true }),
    ...(possible === undefined && finder.question.isTooFar && { tooFar: true }),
    ...(literal && { literal }),
    fields,
    ...(fallback && { fallback }),
    ...(caught.length > 0 && { caught }),
  };
}
