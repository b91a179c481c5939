import type { SyntaxNode } from '@lezer/common';
import { answerAt, canPass, casesFor } from '../flow/answers.ts';
import { askedAbout, bareText, outcomeOf, type Passed } from '../flow/conditions.ts';
import type { SecretReference } from '../model/reference.ts';

/**
 * The names that are possible when code reaches a place. `isGuarded` means that a condition on the way can
 * only be decided at run time.
 */
export interface NarrowedNames {
  readonly names: readonly string[];
  readonly isGuarded: boolean;
}

export function narrowedReference(
  read: SecretReference,
  { names, isGuarded }: NarrowedNames,
): SecretReference {
  if (names.length === 0 && read.patterns.length === 0) return { ...read, names, dynamic: true };
  const excluded = read.names.filter((name) => !names.includes(name));
  return {
    ...read,
    names,
    ...(excluded.length > 0 && { excluded }),
    ...(isGuarded && { guarded: true }),
  };
}

/**
 * Returns the entries of `names`, which are the values of `expression`, that remain after the conditions. If
 * a condition checks `related` expressions, it is unknown which names it rules out.
 */
export function narrowedNames(
  text: string,
  expression: SyntaxNode,
  names: readonly string[],
  conditions: Iterable<Passed>,
  related: readonly SyntaxNode[],
): NarrowedNames {
  const subject = bareText(text, expression);
  const others = related.map((node) => bareText(text, node)).filter((other) => other !== subject);
  let left = names;
  let isGuarded = false;
  for (const passed of conditions) {
    left = left.filter((name) => canPass(text, [passed], subject, name));
    const { condition, cases } = passed;
    if (cases !== undefined) {
      if (casesFor(text, passed, subject) === undefined)
        isGuarded ||= mentions(text, [condition, ...cases], [subject, ...others]);
      continue;
    }
    outcomeOf(text, condition, (question) => {
      const isOpen =
        answerAt(text, question, subject, '') === undefined && mentions(text, [question], [subject]);
      isGuarded ||= isOpen
        ? isDeciding(text, passed, question, subject)
        : others.some((other) => [...askedAbout(text, question, other)].some(comparesOther));
      return undefined;
    });
  }
  return { names: left, isGuarded };
}

function mentions(text: string, nodes: readonly SyntaxNode[], subjects: readonly string[]): boolean {
  return nodes.some((node) =>
    subjects.some((one) => [...askedAbout(text, node, one)].some((asked) => isSpecificEnough(asked))),
  );
}

/** Whether `#` is the complete subject of the question rather than part of another word. */
function isSpecificEnough(question: string): boolean {
  const at = question.indexOf('#');
  return !/[\w$.]/.test(question.charAt(at - 1)) && !/[\w$]/.test(question.charAt(at + 1));
}

/** `brand == "test"`, `brand.startswith("x")`. */
function comparesOther(question: string): boolean {
  return isSpecificEnough(question) && /[=!]=|["'`]/.test(question);
}

/**
 * A check that a collection does not contain the name yet, as in a cache, rules out no names. A check that it
 * does contain the name may rule out some.
 */
function isDeciding(
  text: string,
  { condition, holds }: Passed,
  question: SyntaxNode,
  subject: string,
): boolean {
  const asked = [...askedAbout(text, question, subject)];
  const isAbsence = asked.some((one) => one.startsWith('# not in'));
  if (!isAbsence && !asked.some((one) => /^# in\b|\.(?:get|has|includes)\(#\)$|\[#\]$/.test(one)))
    return true;
  const ifAbsent = outcomeOf(text, condition, ({ from }) => (from === question.from ? isAbsence : undefined));
  return ifAbsent === !holds;
}
