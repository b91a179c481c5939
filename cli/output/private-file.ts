import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../host/cli-error.ts';

/** A new file that only its owner can read, created before its content is available. */
export interface PrivateFile {
  /** Call at most once. */
  readonly fill: (text: string) => void;
  readonly discard: () => void;
}

/** @throws CliError if the file cannot be created or already exists; nothing is ever overwritten */
export function writePrivateFile(file: string, cwd: string): PrivateFile {
  const absolute = path.resolve(cwd, file);
  const descriptor = open(absolute, file);
  return {
    fill(text) {
      writeSync(descriptor, text);
      closeSync(descriptor);
    },
    discard() {
      closeSync(descriptor);
      rmSync(absolute, { force: true });
    },
  };
}

function open(absolute: string, file: string): number {
  try {
    return openSync(absolute, 'wx', 0o600);
  } catch {
    throw new CliError(
      `${file} cannot be created. Choose a file that does not exist yet, in a folder that you can write to.`,
    );
  }
}
