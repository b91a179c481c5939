import type { SyntaxNode } from '@lezer/common';
import type { DerivationStep, FoundDerivation, SecretReference } from '../../model/reference.ts';
import { inEnglish, sentence, type Sentence } from '../../../contracts/words.ts';
import type { FlowPlace, OriginFinder } from './origin.ts';
import { expressionAt, inOrder, quoted, stepAt } from '../derivation-parts.ts';
import { reasonFor, stepSentence } from './step-sentences.ts';
import { isSameNode } from '../../syntax/javascript/syntax.ts';
import { isSpecificEnough, joined, type PossibleText, possibleTexts } from './texts.ts';

/** Explains how the names of a reference were found. */
export function javaScriptDerivations(
  finder: OriginFinder,
  { span, literal, names }: SecretReference,
): readonly FoundDerivation[] {
  const expression = expressionAt(finder.module.tree, span);
  const [name] = names;
  if (literal !== undefined && name !== undefined) {
    const step = stepAt(finder.module.file, expression, sentence('The name is written here.'));
    return [{ kind: 'name', text: name, steps: [step] }];
  }
  const derivations = possibleTexts(finder, expression).map((text) => derivationOf(text, expression));
  const distinct = new Map(derivations.map((one) => [`${one.kind}:${inEnglish(one.text)}`, one]));
  return inOrder([...distinct.values()]);
}

function derivationOf(possible: PossibleText, expression: SyntaxNode): FoundDerivation {
  const steps = stepsOf(possible, expression);
  if (possible.parts.length === 1) return { kind: 'name', text: joined(possible), steps };
  if (isSpecificEnough(possible)) return { kind: 'pattern', text: joined(possible), steps };
  return { kind: 'unknown', text: reasonIn(possible), steps };
}

/**
 * The path to the expression that creates the string, followed by the paths to its parts, without duplicates.
 */
function stepsOf(
  possible: PossibleText,
  first: SyntaxNode,
  seen = new Set<PossibleText>(),
): readonly DerivationStep<Sentence>[] {
  if (seen.has(possible)) return [];
  seen.add(possible);
  const path = pathTo(possible.origin);
  const own = path.map((place) =>
    stepAt(
      place.finder.module.file,
      place.node,
      isSameNode(place.node, first) && place.from === undefined ? firstSentence(place) : stepSentence(place),
    ),
  );
  const inner = possible.inner.flatMap((part) => stepsOf(part, first, seen));
  const isEnd = possible.inner.length === 0 && possible.parts.length > 1;
  const end = isEnd
    ? [stepAt(possible.origin.finder.module.file, possible.origin.node, reasonFor(possible.origin))]
    : [];
  return withoutRepeats([...own, ...end, ...inner]);
}

function pathTo(origin: FlowPlace): readonly FlowPlace[] {
  const path: FlowPlace[] = [];
  for (let place: FlowPlace | undefined = origin; place !== undefined; place = place.from)
    path.unshift(place);
  return path;
}

function firstSentence({ node, finder }: FlowPlace): Sentence {
  return sentence('The name is read from {name}.', { name: quoted(finder.module, node) });
}

/** The first part that could not be determined. */
function reasonIn(possible: PossibleText): Sentence {
  const part = possible.inner.find(({ parts }) => parts.length > 1);
  return part === undefined ? reasonFor(possible.origin) : reasonIn(part);
}

/**
 * Removes parentheses, and names on the path to a part: they lead to the same place and would be shown twice.
 */
function withoutRepeats(steps: readonly DerivationStep<Sentence>[]): readonly DerivationStep<Sentence>[] {
  const seen = new Set<string>();
  return steps.filter(({ sentence: said, place: { uri, range } }) => {
    const key = `${inEnglish(said)}\n${uri}:${range.start.line}:${range.start.character}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
