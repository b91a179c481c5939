import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { IdiomProgram } from './generate.ts';
import type { Language } from './idioms.ts';

/** What happened when a program really ran. */
export interface Seen {
  /** For each arrival of a value, the `path:line` locations on the stack, innermost first. */
  readonly arrivals: readonly (readonly string[])[];
  /** The names that were read, by the location of the read. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** Says why a real interpreter could not run a program. */
export interface Broken {
  readonly error: string;
}

const node: readonly [string, ...string[]] = [
  process.execPath,
  '--no-warnings',
  '--experimental-vm-modules',
  path.join(import.meta.dirname, 'oracle.ts'),
];
const oracles: Readonly<Record<Language, readonly [string, ...string[]]>> = {
  python: ['python3', path.join(import.meta.dirname, 'oracle.py')],
  javascript: node,
  typescript: node,
};

/**
 * Runs the programs in a real interpreter with every combination of choices. Calls each function `calls`
 * times in one module.
 */
export function runPrograms(
  language: Language,
  programs: readonly Pick<IdiomProgram, 'files' | 'functions'>[],
  calls: number,
): readonly (Seen | Broken)[] {
  const [program, ...args] = oracles[language];
  const input = JSON.stringify(programs.map(({ files, functions }) => ({ files, functions, calls })));
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`The programs could not be run:\n${stderr}`);
  // In the format that the oracles in this folder write.
  return JSON.parse(stdout) as readonly (Seen | Broken)[];
}
