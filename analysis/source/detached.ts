/**
 * A copy of the text that is independent of its source: engines keep the whole text alive for each longer
 * substring, so values kept across edits would keep all past versions of their file in memory.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
