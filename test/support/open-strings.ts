/**
 * Whether every string of a Python text is closed. Only then does the text alone determine the results: the
 * line of a string that is being typed is shown to the parser as closed, and the last edit determines which
 * line that is.
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
