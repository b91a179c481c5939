/** Where a snippet is inserted, which decides what is written: a line, an expression, or only the name. */
export type SnippetPlace = 'statement' | 'expression' | 'string';

/**
 * The place between the text of a line before the cursor and the text after it. Strings of several lines are not
 * recognized.
 */
export function snippetPlace(before: string, after: string): SnippetPlace {
  if (isInString(before)) return 'string';
  return before.trim() === '' && after.trim() === '' ? 'statement' : 'expression';
}

/** Whether a string that begins in this text is still open at its end. `${` in a template leads back to code. */
function isInString(text: string): boolean {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    const quote = open.at(-1);
    if (quote === undefined || quote === '{') {
      if (sign === '#' || text.startsWith('//', at)) return false;
      if (/["'`]/.test(sign)) open.push(sign);
      else if (quote === '{' && sign === '}') open.pop();
    } else if (sign === '\\') at++;
    else if (sign === quote) open.pop();
    else if (quote === '`' && text.startsWith('${', at)) {
      open.push('{');
      at++;
    }
  }
  return /["'`]/.test(open.at(-1) ?? '');
}
