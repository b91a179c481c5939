import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { displayPath } from '../../review/index.ts';
import { CliError } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';

/** Writes a file in a folder that the user chose with `--out`. @throws CliError */
export async function writeOutput(file: string, text: string, { cwd }: Pick<CliHost, 'cwd'>): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch {
    throw new CliError(`${displayPath(file, cwd)} cannot be written. Choose another folder with --out.`);
  }
}
