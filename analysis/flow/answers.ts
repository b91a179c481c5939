import type { SyntaxNode } from '@lezer/common';
import { allKnown } from './all-known.ts';
import { askedAbout, bare, bareText, outcomeOf, type Answer, type Passed } from './conditions.ts';

/** Whether code can pass all of these conditions if the expression `subject` has this value. */
export function canPass(
  text: string,
  conditions: readonly Passed[],
  subject: string,
  value: string,
): boolean {
  return conditions.every((passed) => {
    const chosen = casesFor(text, passed, subject);
    if (passed.cases) return chosen === undefined || chosen.includes(bare(value)) === passed.holds;
    return (
      outcomeOf(text, passed.condition, (node) => answerAt(text, node, subject, value)) !== !passed.holds
    );
  });
}

/** Returns the answer to a question if the value of `subject` is `value`. Undefined if the question is not about it. */
export function answerAt(text: string, question: SyntaxNode, subject: string, value: string): Answer {
  for (const asked of askedAbout(text, question, subject)) {
    const answer = answerFor(asked, value);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The strings of the cases of a `switch` or `match` on `subject`. Undefined if they are not literals. */
export function casesFor(
  text: string,
  { condition, cases }: Passed,
  subject: string,
): readonly string[] | undefined {
  const isSubject = bareText(text, condition).replace(/^\((.*)\)$/, '$1') === subject;
  return cases && isSubject ? allKnown(cases.map((value) => meant(bareText(text, value)))) : undefined;
}

const literal = String.raw`(?:"[^"\\]*"|'[^'\\]*'|None|null|undefined)`;
const compared = new RegExp(`^(?:#(===?|!==?| is | is not )(${literal})|(${literal})(===?|!==?)#)$`);
// In Python, `("a")` is a text rather than a list.
const list = `${literal}(?:,${literal})*`;
const among = new RegExp(
  String.raw`^(?:# (not )?in(?:[[{](${list}),?[\]}]|\((${literal},(?:${list},?)?)\))|\[(${list}),?\]\.includes\(#\))$`,
);
const literals = new RegExp(literal, 'g');
const method = /^#\.(startswith|endswith|startsWith|endsWith|includes)\((["'])([^"'\\]*)\2\)$/;
const within = /^(["'])([^"'\\]*)\1(not )?in #$/;

/** Returns the answer to a question about `#` if the value of `#` is `name`. */
function answerFor(question: string, name: string): Answer {
  const written = bare(name);
  if (/^(?:(?:len|bool|Boolean)\(#\)|#)(?:\??\.(?:strip|trim)\(\)|\??\.length)?$/.test(question))
    return written !== '';
  if (/^(?:isinstance\(#,str\)|typeof #===?["']string["'])$/.test(question)) return true;
  const equal = compared.exec(question);
  if (equal !== null) {
    const [, after, right, left, before] = equal;
    const isSame = meant(right ?? left ?? '') === written;
    return /!|not/.test(after ?? before ?? '') ? !isSame : isSame;
  }
  const listed = among.exec(question);
  if (listed !== null) {
    const [, not, ...lists] = listed;
    const isListed =
      lists
        .join(',')
        .match(literals)
        ?.some((one) => meant(one) === written) === true;
    return not === undefined ? isListed : !isListed;
  }
  const [, how, , piece = ''] = method.exec(question) ?? [];
  if (how !== undefined) {
    if (how === 'includes') return written.includes(piece);
    return how.startsWith('start') ? written.startsWith(piece) : written.endsWith(piece);
  }
  const [, , inner, not] = within.exec(question) ?? [];
  return inner === undefined ? undefined : written.includes(inner) === (not === undefined);
}

/** Returns the value of a literal. `None` is not a string. */
function meant(written: string): string | undefined {
  return /^(["'])[^"'\\]*\1$/.test(written) ? written.slice(1, -1) : undefined;
}
