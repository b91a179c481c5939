const interactive = process.stdout.isTTY;

/**
 * Prints what is being done, regularly reports that it is still running, and finally prints how long it took.
 * @template Result
 * @param {string} title
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(title, work) {
  const started = Date.now();
  process.stdout.write(interactive ? `• ${title} …` : `• ${title} …\n`);
  const ticker = setInterval(() => tick(title, started), interactive ? 1_000 : 15_000);
  try {
    const result = await work();
    finish(`✓ ${title} (${elapsed(started)})`);
    return result;
  } catch (error) {
    finish(`✗ ${title} (${elapsed(started)})`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/** @param {number} started milliseconds since the epoch */
export function elapsed(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

/**
 * @param {string} title
 * @param {number} started
 */
function tick(title, started) {
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    interactive ? `\r• ${title} … ${seconds} s` : `  still busy with: ${title} (${seconds} s)\n`,
  );
}

/** @param {string} line */
function finish(line) {
  process.stdout.write(interactive ? `\r\u001B[K${line}\n` : `${line}\n`);
}
