import type { SyntaxNode } from '@lezer/common';

/** A condition that was evaluated on the way to a place, and its outcome. */
export interface Passed {
  readonly condition: SyntaxNode;
  readonly holds: boolean;
  /** In `switch`, the values of the cases. The condition is then that the value is one of these. */
  readonly cases?: readonly SyntaxNode[];
}

/**
 * Whether code gets from an assignment to an earlier expression, in the same function, only by a loop that checks the
 * condition again.
 */
export function isCheckedAgain({ condition }: Passed, assigned: SyntaxNode, expression: SyntaxNode): boolean {
  let loop = expression.parent;
  while (loop !== null && !(/^(?:For|While|Do)Statement$/.test(loop.name) && loop.to >= assigned.to))
    loop = loop.parent;
  return assigned.from > expression.from && loop !== null && loop.from <= condition.from;
}

/** The maximum distance, in statements, to an earlier `if` that returns early. */
const reach = 10;
const checking = /^[\w$.]*(?:assert|check|ensure|require|validate|verify)\w*\(/i;

/** Yields the conditions under which code gets past the statements before another one, from those of each statement. */
export function* leftBefore(
  text: string,
  { prevSibling }: SyntaxNode,
  leftIn: (statement: SyntaxNode) => Iterable<Passed>,
): Generator<Passed> {
  for (let before = prevSibling, count = 0; before !== null && count < reach; count++) {
    // After `require(name)`, only valid values remain.
    const call = before.name === 'ExpressionStatement' ? before.firstChild : null;
    if (call?.name === 'CallExpression' && checking.test(textOf(text, call)))
      yield { condition: call, holds: true };
    yield* leftIn(before);
    before = before.prevSibling;
  }
}

/** Undefined if the outcome cannot be determined. */
export type Answer = boolean | undefined;

/**
 * Returns the outcome of a condition. `answer` provides the outcomes of its parts: `a` and `b == 1` in `not a
 * or (b == 1)`. Works for both Python and JavaScript, because their operators differ only in name.
 */
export function outcomeOf(
  text: string,
  condition: SyntaxNode,
  answer: (question: SyntaxNode) => Answer,
): Answer {
  const alternatives = split(operandsIn(text, condition), 'or').map((alternative) =>
    decided(
      split(alternative, 'and').map((operand) => operandOutcome(text, operand, answer)),
      false,
    ),
  );
  return decided(alternatives, true);
}

/** A single `deciding` answer is enough. Otherwise, all answers must be known. */
function decided(answers: readonly Answer[], deciding: boolean): Answer {
  if (answers.includes(deciding)) return deciding;
  return answers.includes(undefined) ? undefined : !deciding;
}

function operandOutcome(
  text: string,
  operand: readonly Operand[],
  answer: (question: SyntaxNode) => Answer,
): Answer {
  const node = operand.at(-1);
  if (typeof node !== 'object') return undefined;
  const { firstChild } = node;
  const inner = node.name === 'ParenthesizedExpression' ? firstChild?.nextSibling : undefined;
  const named = node.name === 'NamedExpression' ? firstChild : undefined;
  const found = inner ? outcomeOf(text, inner, answer) : answer(named ?? node);
  const isNegated = operand.length % 2 === 0;
  return found === undefined ? undefined : found !== isNegated;
}

type Operand = 'and' | 'not' | 'or' | SyntaxNode;

/** Returns the operands in text order, because Python's grammar parses `not a or b` as `not (a or b)`. */
function operandsIn(text: string, node: SyntaxNode): readonly Operand[] {
  const [left, right] = [node.firstChild, node.lastChild];
  if (left === null || right === null) return [node];
  if (node.name === 'UnaryExpression' && /^(?:not|!)$/.test(textOf(text, left)))
    return ['not', ...operandsIn(text, right)];
  const operator = node.name === 'BinaryExpression' ? textOf(text, left.nextSibling) : '';
  if (!/^(?:and|&&|or|\|\|)$/.test(operator)) return [node];
  const word = /^(?:and|&&)$/.test(operator) ? 'and' : 'or';
  return [...operandsIn(text, left), word, ...operandsIn(text, right)];
}

function split(operands: readonly Operand[], at: 'and' | 'or'): readonly (readonly Operand[])[] {
  const groups: Operand[][] = [[]];
  for (const operand of operands) {
    if (operand === at) groups.push([]);
    else groups.at(-1)?.push(operand);
  }
  return groups;
}

function textOf(text: string, node: SyntaxNode | null | undefined): string {
  return node ? text.slice(node.from, node.to) : '';
}

/** Removes all white space from a text except where it separates words. */
export function bare(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/ ?([^\w$ ]) ?/g, '$1');
}

/** Returns the text of a node without unnecessary white space. */
export function bareText(text: string, node: SyntaxNode): string {
  return bare(textOf(text, node));
}

/**
 * Yields the text of a question without unnecessary white space, with `#` in place of its subject. Yields one
 * text for each possible position of the subject.
 */
export function* askedAbout(text: string, question: SyntaxNode, subject: string): Generator<string> {
  const written = bareText(text, question);
  for (let at = written.indexOf(subject); at !== -1; at = written.indexOf(subject, at + 1)) {
    yield `${written.slice(0, at)}#${written.slice(at + subject.length)}`;
  }
}
