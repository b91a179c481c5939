import type { SyntaxNode } from '@lezer/common';
import type { DerivationStep, FoundDerivation } from '../../model/reference.ts';
import { inEnglish, sentence, type Sentence } from '../../../contracts/words.ts';
import { isSameNode } from '../../syntax/python/syntax.ts';
import type { Origin } from './origin.ts';
import type { Origins } from './origins.ts';
import { hasUnknownPart, isUnknown, type PossibleText } from './possible-text.ts';
import { isSpecificEnough, patternOf, possibleTexts } from './possible-names.ts';
import { inOrder, quoted, stepAt } from '../derivation-parts.ts';
import { reasonFor, stepSentence } from './step-sentences.ts';
import type { Trace } from './trace.ts';

/** Returns the derivation of each possible string value of `expression`. */
export function derivationsOf(finder: Origins, expression: SyntaxNode): readonly FoundDerivation[] {
  const { found, trace } = finder.traced(() => possibleTexts(finder, expression));
  const derivations = found.map((text) => derivationOf(text, trace, expression));
  if (derivations.length === 0) derivations.push(ofNothing({ node: expression, finder, frame: undefined }));
  return inOrder(derivations);
}

function derivationOf(possible: PossibleText, trace: Trace, expression: SyntaxNode): FoundDerivation {
  const steps = stepsOf(possible, trace, expression);
  if (!hasUnknownPart(possible)) return { kind: 'name', text: possible.text, steps };
  if (isSpecificEnough(possible)) return { kind: 'pattern', text: patternOf(possible), steps };
  return { kind: 'unknown', text: reasonIn(possible), steps };
}

/** The expression can only be `None`, or depends only on itself. */
function ofNothing(origin: Origin): FoundDerivation {
  const code = quoted(origin.finder.module, origin.node);
  const text = sentence('No string ever reaches {code}.', { code });
  return { kind: 'unknown', text, steps: [stepAt(origin.finder.module, origin.node, text)] };
}

/**
 * The path to the expression that creates the string, followed by the paths to its parts, without duplicates.
 */
function stepsOf(
  possible: PossibleText,
  trace: Trace,
  first: SyntaxNode,
  seen = new Set<PossibleText>(),
): readonly DerivationStep<Sentence>[] {
  if (seen.has(possible)) return [];
  seen.add(possible);
  const path = trace.pathTo(possible.asked, possible.origin);
  const own = path.map((origin, at) => {
    const isFirst = at === 0 && isSameNode(origin.node, first);
    const { module } = origin.finder;
    return stepAt(module, origin.node, isFirst ? firstSentence(origin) : stepSentence(module, origin.node));
  });
  const inner = possible.parts.flatMap((part) => stepsOf(part, trace, first, seen));
  const isEnd = possible.parts.length === 0 && isUnknown(possible);
  const end = isEnd
    ? [stepAt(possible.origin.finder.module, possible.origin.node, reasonFor(possible.origin))]
    : [];
  return withoutRepeats([...own, ...end, ...inner]);
}

function firstSentence({ node, finder }: Origin): Sentence {
  const isWritten = node.name === 'String' || node.name === 'ContinuedString';
  return isWritten
    ? sentence('The name is written here.')
    : sentence('The name is read from {name}.', { name: quoted(finder.module, node) });
}

/** The first part that could not be determined. */
function reasonIn(possible: PossibleText): Sentence {
  const part = possible.parts.find(hasUnknownPart);
  if (part !== undefined) return reasonIn(part);
  return reasonFor(possible.origin);
}

/** Removes parentheses and names that lead to the same place and would be shown twice. */
function withoutRepeats(steps: readonly DerivationStep<Sentence>[]): readonly DerivationStep<Sentence>[] {
  return steps.filter((step, at) => {
    const before = steps[at - 1];
    return before === undefined || !isSame(before, step);
  });
}

function isSame(one: DerivationStep<Sentence>, other: DerivationStep<Sentence>): boolean {
  return inEnglish(one.sentence) === inEnglish(other.sentence) && one.place.uri === other.place.uri;
}
