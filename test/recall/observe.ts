import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Program } from './program-writer.ts';

/** The names that were read, by `path:line`. */
export type Observed = Readonly<Record<string, readonly string[]>>;

const oracle = path.join(import.meta.dirname, 'oracle.py');

/** Runs the programs in Python, in every way; `null` for those with too many ways to try. */
export function observe(programs: readonly Program[]): readonly (Observed | null)[] {
  const input = JSON.stringify(programs.map(({ files }) => ({ files })));
  const { status, stdout, stderr } = spawnSync('python3', [oracle], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`Python could not run the programs:\n${stderr}`);
  return observedFrom(JSON.parse(stdout));
}

function observedFrom(value: unknown): readonly (Observed | null)[] {
  if (!Array.isArray(value)) throw new TypeError('Python wrote no list.');
  return value.map((one: unknown) => (isObserved(one) ? one : null));
}

function isObserved(value: unknown): value is Observed {
  return typeof value === 'object' && value !== null && Object.values(value).every((names) => isTexts(names));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
