import type { SyntaxNode } from '@lezer/common';
import { askedAbout, bareText, outcomeOf, type Answer, type Passed } from '../references/conditions.ts';

/**
 * Whether the expression is empty after one of the conditions, such as `not key`, `key is None`, `!key` or
 * `key.length === 0`.
 */
export function isEmptyAfter(text: string, conditions: Iterable<Passed>, expression: SyntaxNode): boolean {
  const value = bareText(text, expression);
  for (const passed of conditions) if (leavesEmpty(text, passed, value)) return true;
  return false;
}

function leavesEmpty(text: string, { condition, holds }: Passed, value: string): boolean {
  const ifFull = outcomeOf(text, condition, (question) => {
    const asked = [...askedAbout(text, question, value)];
    return asked.map(answerIfFull).find((answer) => answer !== undefined);
  });
  return ifFull === !holds;
}

function answerIfFull(question: string): Answer {
  if (whenFull.test(question)) return true;
  return whenEmpty.test(question) ? false : undefined;
}

/** A literal visible in the source is not secret either. */
const nothing = String.raw`(?:None|null|undefined|0|"[^"]*"|'[^']*'|\`\`|\{\}|\[\]|\(\))`;
const value = String.raw`(?:(?:len|bool|Boolean|str|String)\(#\)|#)(?:\??\.(?:strip|trim)\(\)|\??\.length)?`;
const whenEmpty = new RegExp(
  String.raw`^(?:${value}(?:===?| ?is ?)${nothing}|${nothing}===?${value}|${value}<1|` +
    String.raw`${value} ?in[[({]${nothing}(?:,${nothing})*,?[\])}]|` +
    String.raw`typeof #(?:!==?(["'])string\1|===?(["'])undefined\2))$`,
);
const whenFull = new RegExp(
  String.raw`^(?:${value}(?:(?:!==?| ?is not ?)${nothing}|>0|>=1)?|${nothing}!==?${value}|` +
    String.raw`isinstance\(#,str\)|typeof #(?:===?(["'])string\1|!==?(["'])undefined\2))$`,
);
