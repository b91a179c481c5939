import { readFileSync } from 'node:fs';
import path from 'node:path';
import { visible } from '../../../contracts/visible-text.ts';
import { type BaselineEntry, readBaseline, writeBaseline } from '../../../review/index.ts';
import { CliError } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { finalPath, replaceFile } from '../../reporters/replace-file.ts';

/** A file with the findings that are known. Its paths are relative to its folder, so that it can be committed. */
export interface BaselineFile {
  /** @throws CliError if the file does not exist, cannot be read, or is broken */
  read(): readonly BaselineEntry[];
  /** Like `read`; empty if the file does not exist. */
  readIfExists(): readonly BaselineEntry[];
  /** @throws CliError */
  write(entries: readonly BaselineEntry[]): Promise<void>;
  /** Converts between a path in a report and a path in the file. */
  readonly toEntry: (reported: string) => string;
  readonly toReport: (inFile: string) => string;
}

export function baselineFile(given: string, host: Pick<CliHost, 'cwd' | 'uninterrupted'>): BaselineFile {
  const { cwd } = host;
  const file = path.resolve(cwd, given);
  const folder = path.dirname(file);
  const read = (otherwise: () => string): readonly BaselineEntry[] => {
    const baseline = readBaseline(textOf(file, given, otherwise));
    if ('found' in baseline) return baseline.found;
    throw new CliError(
      `${visible(given)}: ${baseline.problem}. Fix it, or delete the file and add --write-baseline.`,
    );
  };
  return {
    read: () =>
      read(() => {
        throw new CliError(
          `The baseline ${visible(given)} does not exist. Add --write-baseline to create it.`,
        );
      }),
    readIfExists: () => read(() => writeBaseline([])),
    write: (entries) =>
      replaceFile(finalPath(given, cwd), writeBaseline(entries), host, { shown: given, kind: 'baseline' }),
    toEntry: (reported) => slashes(path.relative(folder, path.resolve(cwd, reported))),
    toReport: (inFile) => slashes(path.relative(cwd, path.resolve(folder, inFile))),
  };
}

/** `otherwise` replaces a file that does not exist. @throws CliError */
function textOf(file: string, given: string, otherwise: () => string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise();
    throw new CliError(
      `The baseline ${visible(given)} cannot be read. Check that it is a file that you can read.`,
    );
  }
}

function slashes(relative: string): string {
  return relative.split(path.sep).join('/');
}
