import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../flow/all-known.ts';
import type { SecretReference } from '../model/reference.ts';
import { askedAbout, bare, bareText, outcomeOf, type Answer, type Passed } from './conditions.ts';

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
    if (passed.cases !== undefined) {
      const chosen = casesFor(text, passed, subject);
      if (chosen !== undefined) left = left.filter((name) => chosen.includes(bare(name)) === passed.holds);
      else isGuarded ||= mentions(text, [passed.condition, ...passed.cases], [subject, ...others]);
      continue;
    }
    const open: SyntaxNode[] = [];
    const comesWith = (name: string): boolean => {
      const outcome = outcomeOf(text, passed.condition, (question) => {
        const asked = [...askedAbout(text, question, subject)];
        const answer = asked.map((one) => answerFor(one, name)).find((one) => one !== undefined);
        if (answer === undefined && asked.some(isSpecificEnough)) open.push(question);
        else if (others.some((other) => [...askedAbout(text, question, other)].some(comparesOther)))
          isGuarded = true;
        return answer;
      });
      return outcome !== !passed.holds;
    };
    left = left.filter(comesWith);
    isGuarded ||= open.some((question) => isDeciding(text, passed, question, subject));
  }
  return { names: left, isGuarded };
}

/** The strings of the cases of a `switch` on `subject`. Undefined if they are not literals. */
function casesFor(
  text: string,
  { condition, cases = [] }: Passed,
  subject: string,
): readonly string[] | undefined {
  const isSubject = bareText(text, condition) === `(${subject})`;
  return isSubject ? allKnown(cases.map((value) => meant(bareText(text, value)))) : undefined;
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

const literal = String.raw`(?:"[^"]*"|'[^']*'|None|null|undefined)`;
const compared = new RegExp(`^(?:#(===?|!==?| is | is not )(${literal})|(${literal})(===?|!==?)#)$`);
const among = new RegExp(
  String.raw`^(?:# (not )?in[[({](${literal}(?:,${literal})*),?[\])}]|\[(${literal}(?:,${literal})*),?\]\.includes\(#\))$`,
);
const method = /^#\.(startswith|endswith|startsWith|endsWith|includes)\((["'])([^"']*)\2\)$/;
const within = /^(["'])([^"']*)\1(not )?in #$/;

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
    const [, not, list, other = ''] = listed;
    const isListed = (list ?? other).split(',').some((one) => meant(one) === written);
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
  return /^["']/.test(written) ? written.slice(1, -1) : undefined;
}
