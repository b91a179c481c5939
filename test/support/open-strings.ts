/**
 * Whether every string of a Python text is closed. Only then does the text alone decide what is found: the
 * line of a string that somebody is typing is shown to the parser as closed, and which line that is, the last
 * edit tells.
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
