/** An error whose message is the one sentence a person should read: what went wrong and what to do. */
export class Sentence extends Error {}

/**
 * Runs a program's main function; a failure ends it with exit code 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(`\n${sentenceOf(error)}`);
    process.exitCode = 1;
  }
}

/** @param {unknown} error */
export function sentenceOf(error) {
  if (error instanceof Sentence) return error.message;
  return `Unexpected failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
