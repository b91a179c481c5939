import type { SyntaxNode } from '@lezer/common';
import { atAnotherTime, type Choices, partOf, together } from '../choices.ts';
import type { Frame, Origin, OriginFinder } from './origin.ts';

/** Placeholder for each part of a string that is known only at run time. */
export const unknownPart = '\u0000';

/** An expression to evaluate. */
export interface Asked {
  readonly expression: SyntaxNode;
  readonly frame: Frame | undefined;
  readonly finder: OriginFinder;
}

/** One possible string value of an expression. */
export interface PossibleText {
  readonly text: string;
  readonly asked: Asked;
  /** The expression that creates the string. */
  readonly origin: Origin;
  /** The strings that `origin` is composed of. Empty for a literal. */
  readonly parts: readonly PossibleText[];
  readonly choices?: Choices;
}

/** Whether nothing about a string is known. */
export function isUnknown({ text }: Pick<PossibleText, 'text'>): boolean {
  return text.replaceAll(unknownPart, '') === '' && text !== '';
}

export function hasUnknownPart({ text }: Pick<PossibleText, 'text'>): boolean {
  return text.includes(unknownPart);
}

/** One piece of a composed string. If it has several alternatives, only one of them is used at a time. */
export type Piece = string | readonly PossibleText[];

export interface Composed {
  readonly text: string;
  readonly parts: readonly PossibleText[];
  readonly choices?: Choices;
}

const maximumTexts = 64;

/**
 * Returns every combination of one alternative per piece, except for alternatives that exclude each other. If
 * there would be too many combinations, the pieces with the most alternatives count as unknown. The same
 * variable has the same value everywhere.
 */
export function combined(pieces: readonly Piece[]): readonly Composed[] {
  return combinations(pieces) ?? combinations(limited(pieces.map(independent))) ?? [];
}

function combinations(pieces: readonly Piece[]): readonly Composed[] | undefined {
  let found: readonly Composed[] = [{ text: '', parts: [] }];
  for (const piece of pieces) {
    found = found.flatMap((before) => extended(before, piece));
    if (found.length > maximumTexts) return undefined;
  }
  return found;
}

function independent(piece: Piece): Piece {
  return typeof piece === 'string'
    ? piece
    : unlike(piece).map((part) => partOf(part, { choices: atAnotherTime }));
}

/** Keeps one of several equal strings. */
export function unlike(texts: readonly PossibleText[]): readonly PossibleText[] {
  return [...new Map(texts.map((one) => [one.text, one])).values()];
}

function extended(before: Composed, piece: Piece): readonly Composed[] {
  if (typeof piece === 'string') return [{ ...before, text: withText(before.text, piece) }];
  const chosen = before.parts.find(
    (part) => piece[0] !== undefined && isSameVariable(part.asked, piece[0].asked),
  );
  const possible = chosen === undefined ? piece : piece.filter(({ text }) => text === chosen.text);
  return possible.flatMap((part) => {
    const choices = together(before.choices, part.choices);
    if (choices === undefined) return [];
    return { text: withText(before.text, part.text), parts: before.parts.concat(part), choices };
  });
}

/** No name is longer than this. A string that keeps doubling would soon exhaust the memory. */
const longestText = 4096;

function withText(before: string, more: string): string {
  return before + (before.length + more.length > longestText ? unknownPart : more);
}

/**
 * Compares only the text. Both names are in the same expression, and a variable rarely changes while an
 * expression is evaluated.
 */
function isSameVariable(left: Asked, right: Asked): boolean {
  if (left.expression.name !== 'VariableName' || right.expression.name !== 'VariableName') return false;
  if (left.finder !== right.finder || left.frame !== right.frame) return false;
  return left.finder.module.textOf(left.expression) === right.finder.module.textOf(right.expression);
}

function limited(pieces: readonly Piece[]): readonly Piece[] {
  const counts = pieces.map((piece) => (typeof piece === 'string' ? 1 : piece.length));
  let limit = Math.max(1, ...counts);
  while (limit > 1 && product(counts, limit) > maximumTexts) limit--;
  return pieces.map((piece) => (typeof piece === 'string' || piece.length <= limit ? piece : unknownPart));
}

function product(counts: readonly number[], limit: number): number {
  return counts.reduce((all, count) => (count <= limit ? all * count : all), 1);
}
