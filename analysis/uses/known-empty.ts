import { askedAbout, outcomeOf, type Answer, type Passed } from '../languages/conditions.ts';

/**
 * Whether the expression written `value`, bare, is nothing, or nothing to show, once a condition
 * came out so: `not key`, `key is None`, `!key`, `key.length === 0`.
 */
export function leavesEmpty(text: string, { condition, holds }: Passed, value: string): boolean {
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

/** What stands in the code for everybody to see is no secret either. */
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
