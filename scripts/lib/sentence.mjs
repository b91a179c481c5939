/** An error whose message is one sentence for the user: what went wrong and what to do. */
export class Sentence extends Error {}

/** @param {unknown} error */
export function sentenceOf(error) {
  if (error instanceof Sentence) return error.message;
  return `Unexpected failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
