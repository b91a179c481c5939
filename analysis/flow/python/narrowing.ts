import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../../syntax/python/strings.ts';
import { childrenOf } from '../../syntax/python/syntax.ts';
import { canPass } from '../answers.ts';
import { type Choices, together } from '../choices.ts';
import type { Frame, Origin, OriginFinder } from './origin.ts';
import { allBefore, passedBefore } from './passed-conditions.ts';

/** A value, with the choices that lead to it. */
interface Value {
  readonly choices?: Choices;
}

/**
 * Keeps the values that a variable can have where it is read, after conditions on it and on variables that are chosen
 * together with it.
 */
export function narrowed<T extends Value>(
  finder: OriginFinder,
  use: SyntaxNode,
  frame: Frame | undefined,
  values: readonly T[],
  textOf: (value: T) => string | undefined,
): readonly T[] {
  if (values.length < 2) return values;
  const { module } = finder;
  const subject = module.textOf(use);
  const own = [...passedBefore(module, use)];
  const possible = [...related(finder, use, frame, values)];
  const left = values.filter((value) => {
    const text = textOf(value);
    const isPossible = text === undefined || canPass(module.text, own, subject, text);
    return (
      isPossible && possible.every((others) => others.some((one) => together(one.choices, value.choices)))
    );
  });
  return left.length === 0 ? values : left;
}

/** The values that each variable in the conditions can have, if the conditions exclude some of its values. */
function* related(
  finder: OriginFinder,
  use: SyntaxNode,
  frame: Frame | undefined,
  values: readonly Value[],
): Generator<readonly Value[]> {
  if (values.every(({ choices }) => choices === undefined)) return;
  const { module } = finder;
  for (const passed of allBefore(module.text, use)) {
    for (const variable of namesIn(passed.condition)) {
      const { found, isOpen } = finder.question.dependsOnOpen(() => finder.ofVariable(variable, frame));
      const left = found.filter((origin) => {
        const text = literalText(origin);
        return text === undefined || canPass(module.text, [passed], module.textOf(variable), text);
      });
      if (!isOpen && left.length > 0 && left.length < found.length) yield left;
    }
  }
}

function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  return node.name === 'VariableName' ? [node] : childrenOf(node).flatMap(namesIn);
}

/** The text of a literal. */
export function literalText({ node, finder, text, isMember }: Origin): string | undefined {
  return isMember === true ? undefined : (text ?? stringValue(finder.module.text, node));
}
