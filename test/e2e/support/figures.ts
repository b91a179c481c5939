import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../output');

/**
 * Writes times in milliseconds to `output/NAME.txt`, a line for each key, for docs/benchmarks.md. They depend
 * on how busy the machine is, so tests record them instead of judging them.
 */
export async function recordTimes(
  name: string,
  times: Readonly<Record<string, readonly number[]>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines = Object.entries(times).map(([what, took]) => `${what}: ${took.join(' ')}\n`);
  await writeFile(path.join(folder, `${name}.txt`), lines.join(''));
}
