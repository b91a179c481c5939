/**
 * An input box has one line, so text pasted into it loses its line breaks. Returns the value with the line
 * breaks of the clipboard if the input came from it; undefined if nothing was lost.
 */
export function withPastedLines(value: string, clipboard: string): string | undefined {
  const lines = clipboard.replaceAll(/\r\n?/g, '\n');
  const whole = lines.replace(/\n+$/, '');
  if (!whole.includes('\n')) return undefined;
  // Browsers replace line breaks with spaces, or remove them.
  const flat = [' ', ''].map((joint) => whole.replaceAll('\n', joint)).find((text) => value.includes(text));
  if (flat === undefined) return undefined;
  return value === flat ? lines : value.replace(flat, () => whole);
}

/** Whether the text is a PEM file on one line, which no program can read. */
export function hasLostLines(value: string): boolean {
  return /-----BEGIN .+-----/.test(value) && !value.includes('\n');
}
