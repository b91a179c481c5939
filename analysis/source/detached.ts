/**
 * The same text by itself: engines keep the whole of a text for each longer piece that was cut out of it, and
 * what is kept over edits would keep all past versions of its file.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
