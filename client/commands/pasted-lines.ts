/**
 * An input box has a single line, so pasted text loses its line breaks. If the value was pasted, returns it
 * with the clipboard's line breaks; undefined if nothing was lost.
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

/** Whether the value is a PEM file on a single line, which programs cannot read. */
export function hasLostLines(value: string): boolean {
  return /-----BEGIN .+-----/.test(value) && !value.includes('\n');
}
