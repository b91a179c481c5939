import type { SyntaxNode } from '@lezer/common';
import type { Derivation, DerivationStep } from '../derivation.ts';
import { isSameNode } from '../languages/python/syntax.ts';
import type { Origin } from './origin.ts';
import type { Origins } from './origins.ts';
import { hasUnknownPart, isUnknown, type PossibleText } from './possible-text.ts';
import { isTelling, patternOf, possibleTexts } from './possible-names.ts';
import { reasonFor } from './reasons.ts';
import { oneLine, quoted, stepSentence } from './step-sentences.ts';
import type { Trace } from './trace.ts';

/** How each text that `expression` may be comes about. */
export function derivationsOf(finder: Origins, expression: SyntaxNode): readonly Derivation[] {
  const { found, trace } = finder.traced(() => possibleTexts(finder, expression));
  const derivations = found.map((text) => derivationOf(text, trace, expression));
  if (derivations.length === 0) derivations.push(ofNothing({ node: expression, finder, frame: undefined }));
  return derivations.toSorted(
    (left, right) => orderOf(left) - orderOf(right) || compare(left.text, right.text),
  );
}

function derivationOf(possible: PossibleText, trace: Trace, expression: SyntaxNode): Derivation {
  const steps = stepsOf(possible, trace, expression);
  if (!hasUnknownPart(possible)) return { kind: 'name', text: possible.text, steps };
  if (isTelling(possible)) return { kind: 'pattern', text: patternOf(possible), steps };
  return { kind: 'unknown', text: reasonIn(possible), steps };
}

/** All that the expression can be is `None`, or itself. */
function ofNothing(origin: Origin): Derivation {
  const code = quoted(origin.finder.module, origin.node);
  const text = `No text ever reaches ${code}.`;
  return { kind: 'unknown', text, steps: [stepAt(origin, text)] };
}

/** The way to the expression that makes the text, then the ways to its parts. */
function stepsOf(possible: PossibleText, trace: Trace, first: SyntaxNode): readonly DerivationStep[] {
  const path = trace.pathTo(possible.asked, possible.origin);
  const own = path.map((origin, at) => {
    const isFirst = at === 0 && isSameNode(origin.node, first);
    return stepAt(origin, isFirst ? firstSentence(origin) : stepSentence(origin.finder.module, origin.node));
  });
  const inner = possible.parts.flatMap((part) => stepsOf(part, trace, first));
  const isEnd = possible.parts.length === 0 && isUnknown(possible);
  const end = isEnd ? [stepAt(possible.origin, reasonFor(possible.origin))] : [];
  return withoutRepeats([...own, ...end, ...inner]);
}

function firstSentence({ node, finder }: Origin): string {
  const isWritten = node.name === 'String' || node.name === 'ContinuedString';
  return isWritten ? 'The name is written here.' : `The name is read from ${quoted(finder.module, node)}.`;
}

/** The first part that nobody can tell. */
function reasonIn(possible: PossibleText): string {
  const part = possible.parts.find(hasUnknownPart);
  if (part !== undefined) return reasonIn(part);
  return reasonFor(possible.origin);
}

function stepAt({ node, finder: { module } }: Origin, sentence: string): DerivationStep {
  const range = module.rangeOf({ start: node.from, end: node.to });
  return { sentence, place: { uri: module.uri, range }, code: oneLine(module.textOf(node)) };
}

/** Brackets and names that lead to the same place say the same twice. */
function withoutRepeats(steps: readonly DerivationStep[]): readonly DerivationStep[] {
  return steps.filter(({ sentence, place }, at) => {
    const before = steps[at - 1];
    return before === undefined || before.sentence !== sentence || before.place.uri !== place.uri;
  });
}

function orderOf({ kind }: Derivation): number {
  return ['name', 'pattern', 'unknown'].indexOf(kind);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
