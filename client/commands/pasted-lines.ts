/**
 * An input box has one line: a text that is pasted into it loses its line breaks. The value with the lines of
 * the clipboard, if that is what the box made of it; undefined when nothing was lost.
 */
export function withPastedLines(value: string, clipboard: string): string | undefined {
  const lines = clipboard.replaceAll(/\r\n?/g, '\n');
  const whole = lines.replace(/\n+$/, '');
  if (!whole.includes('\n')) return undefined;
  // Browsers put spaces in place of line breaks, or nothing.
  const flat = [' ', ''].map((joint) => whole.replaceAll('\n', joint)).find((text) => value.includes(text));
  if (flat === undefined) return undefined;
  return value === flat ? lines : value.replace(flat, () => whole);
}

/** Whether it is a PEM file on one line: no program can read that. */
export function hasLostLines(value: string): boolean {
  return /-----BEGIN .+-----/.test(value) && !value.includes('\n');
}
