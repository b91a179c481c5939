/**
 * Whether a Python text has an unclosed string. Only without one do the results depend on the text alone: the
 * parser sees the line of a string that is being typed as closed, and the last edit determines which line
 * that is.
 */
export function hasOpenString(text: string): boolean {
  const token =
    /#[^\r\n]*|("""|''')(?:\\[^]|(?!\1)[^\\])*(\1)?|(["'])(?:\\(?:\r\n|[^])|(?!\3)[^\\\r\n])*(\3)?/g;
  for (const [, triple, closedTriple, quote, closed] of text.matchAll(token)) {
    if (triple !== undefined && closedTriple === undefined) return true;
    if (quote !== undefined && closed === undefined) return true;
  }
  return false;
}
