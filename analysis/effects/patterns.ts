/**
 * Whether replacing every match of a regular expression removes a value. A pattern that only matches white
 * space, punctuation or fixed words leaves the rest of a string unchanged.
 */
export function removesValues(pattern: string): boolean {
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern.charAt(at);
    if (letter === '.') return true;
    if (letter === '\\') {
      at++;
      if (/[wdSD]/.test(pattern.charAt(at))) return true;
    } else if (letter === '[') {
      const end = endOfClass(pattern, at);
      if (matchesValues(pattern.slice(at + 1, end))) return true;
      at = end;
    }
  }
  return false;
}

/** The position of the bracket that closes a class such as `[^\]]`. */
function endOfClass(pattern: string, start: number): number {
  const first = pattern.charAt(start + 1) === '^' ? start + 2 : start + 1;
  for (let at = first; at < pattern.length; at++) {
    if (pattern.charAt(at) === '\\') at++;
    else if (pattern.charAt(at) === ']' && at > first) return at;
  }
  return pattern.length;
}

/** Whether the content of a character class matches letters or digits: `a-z`, `^@`, `^\s`. */
function matchesValues(inside: string): boolean {
  const isWide = /\w-\w|\\[wdSD]/.test(inside);
  return inside.startsWith('^') ? !/\w-\w|\\[wd]/.test(inside) : isWide;
}

/** Whether a pattern repeats characters that values consist of: `\\w+`. */
export function matchesWhole(pattern: string): boolean {
  return /^\^?\(?(?:\\[wS]|\.|\[\^?[^\]]*\])[+*]\)?\$?$/.test(pattern) && removesValues(pattern);
}

/** The source of a regular expression that is written as `/…/flags`. */
export function sourceOfPattern(text: string): string | undefined {
  const end = text.lastIndexOf('/');
  if (end < 2 || !text.startsWith('/') || !/^[dgimsuvy]*$/.test(text.slice(end + 1))) return undefined;
  return text.slice(1, end);
}

/** The insides of the numbered groups of a pattern, in order. */
export function groupsIn(pattern: string): readonly string[] {
  const starts: (number | undefined)[] = [];
  const found: { readonly start: number; readonly text: string }[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern.charAt(at);
    if (letter === '\\') at++;
    else if (letter === '[') at = endOfClass(pattern, at);
    else if (letter === '(') starts.push(startOfGroup(pattern, at));
    else if (letter === ')') {
      const start = starts.pop();
      if (start !== undefined) found.push({ start, text: pattern.slice(start, at) });
    }
  }
  return found.toSorted((one, other) => one.start - other.start).map(({ text }) => text);
}

/** Undefined for groups without a number: `(?:…)`, `(?=…)`. */
function startOfGroup(pattern: string, at: number): number | undefined {
  if (pattern.charAt(at + 1) !== '?') return at + 1;
  const named = /^\(\?P?<\w+>/.exec(pattern.slice(at, at + 40));
  return named === null ? undefined : at + named[0].length;
}

/** Whether matches can be as long as a value. */
export function takesLongValues(pattern: string): boolean {
  return removesValues(pattern) && /[+*]|\{(?:\d*,)?\d\d+/.test(pattern.replaceAll(/\\./g, 'w'));
}

/** Whether a group matches the entire value, not only its beginning or the host of an address. */
export function takesWholeValues(pattern: string, group: string): boolean {
  const isWhole = /^\^?(?:\.|\\S|\[[^\]]*-\])[+*]\$?$/.test(group);
  return isWhole && !/[@/?:]/.test(pattern.replace(group, ''));
}
