/** Both from zero, as in the editor. */
interface Position {
  readonly line: number;
  readonly character: number;
}

interface Change {
  readonly range: { readonly start: Position };
  readonly text: string;
}

/** Where an edit leaves the cursor. Undefined after an edit in several places. */
export function endOfEdit(changes: readonly Change[]): Position | undefined {
  const [change, more] = changes;
  return change === undefined || more !== undefined ? undefined : after(change.range.start, change.text);
}

/**
 * The line of a snippet in which the name of a secret is missing. Undefined for keystrokes, which insert at most the
 * quotes.
 */
export function lineOfSnippet(changes: readonly Change[]): number | undefined {
  for (const { range, text } of changes) {
    const call = /\bget_?secret\((?=""|'')/i.exec(text);
    if (call !== null) return after(range.start, text.slice(0, call.index)).line;
  }
  return undefined;
}

/** Whether the cursor is between quotes that wait for the name of a secret or of a field. */
export function isInEmptyName(line: string, character: number): boolean {
  return /[([](["'])$/.exec(line.slice(0, character))?.[1] === line.charAt(character);
}

function after(start: Position, text: string): Position {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line: start.line, character: start.character + text.length }
    : { line: start.line + lines.length - 1, character: last.length };
}
