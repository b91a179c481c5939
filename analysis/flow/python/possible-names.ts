import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../../syntax/python/strings.ts';
import type { Frame, OriginFinder } from './origin.ts';
import { hasUnknownPart, unknownPart, unlike, type PossibleText } from './possible-text.ts';
import { Texts } from './texts.ts';

/** The possible names of a secret. */
export interface PossibleNames {
  /** Fully known names, sorted. */
  readonly names: readonly string[];
  /** Names with `*` for each part that is known only at run time, sorted. */
  readonly patterns: readonly string[];
}

const fewestLetters = 3;

/**
 * Returns every possible string value of an expression, sorted. Undefined unless all of them are fully known.
 */
export function possibleNames(finder: OriginFinder, expression: SyntaxNode): readonly string[] | undefined {
  const found = namesAndPatterns(finder, expression);
  return found?.patterns.length === 0 ? found.names : undefined;
}

/**
 * Returns every name that an expression may evaluate to. Undefined if one of them is entirely unknown,
 * because the name is then dynamic.
 */
export function namesAndPatterns(finder: OriginFinder, expression: SyntaxNode): PossibleNames | undefined {
  const literal = stringValue(finder.module.text, expression);
  if (literal !== undefined) return { names: [literal], patterns: [] };
  const texts = possibleTexts(finder, expression);
  if (finder.question.isTooFar || texts.length === 0 || texts.some((text) => !isSpecificEnough(text)))
    return undefined;
  const [open, whole] = [texts.filter(hasUnknownPart), texts.filter((text) => !hasUnknownPart(text))];
  return { names: sorted(whole.map(({ text }) => text)), patterns: sorted(open.map(patternOf)) };
}

export function possibleTexts(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame?: Frame,
): readonly PossibleText[] {
  return finder.question.ask(() => unlike(new Texts(finder.question).of({ expression, finder, frame })));
}

/** Whether enough of a string is known to determine which secrets it may name. */
export function isSpecificEnough(possible: PossibleText): boolean {
  return !hasUnknownPart(possible) || possible.text.replaceAll(unknownPart, '').length >= fewestLetters;
}

export function patternOf({ text }: PossibleText): string {
  return text.replaceAll(/\0+/g, '*');
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
