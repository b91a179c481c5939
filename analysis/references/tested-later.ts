/** How far below a read its check may be. Checks further away are unrelated. */
export const reachOfTest = 2000;

const tests = [
  String.raw`\b(?:if|elif|while|assert|not)\b[^\n:{]*`,
  String.raw`\b(?:bool|Boolean|all|any|tinyInvariant|invariant)\s*\([^\n]*`,
  String.raw`\b(?:match\s|switch\b)[^\n:{]*`,
  String.raw`(?:!|&&|\|\||\?\?|[!=]==?\s*)\s*\(*`,
];
const testsAfter = String.raw`\s*(?:\?|&&|\|\||[!=]==?|\bis\b|\bor\b|\band\b)`;

/**
 * Whether code below `from` checks if the variable `name` is set, which means that its author expects it to
 * be absent at times. Uses the text alone.
 */
export function isTestedLater(text: string, from: number, name: string): boolean {
  if (!/^[\w$]+$/.test(name)) return false;
  const below = text.slice(from, from + reachOfTest);
  if (!below.includes(name)) return false;
  const word = String.raw`(?<![\w$])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`;
  return new RegExp(`(?:${tests.join('|')})${word}|${word}${testsAfter}`).test(below);
}
