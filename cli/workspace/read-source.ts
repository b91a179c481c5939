import { closeSync, openSync, readSync } from 'node:fs';
import { URI } from 'vscode-uri';
import { type Analyzer, isAgentSettings, languageOf, type SourceText } from '../../analysis/index.ts';
import type { CliHost } from '../cli-host.ts';
import { displayPath } from './display-path.ts';

export interface Source extends SourceText {
  /** As reports show it. */
  readonly path: string;
}

/** Bytes; beyond it a file is data, not code. */
export const largestFile = 5_000_000;

/** Undefined for a file that can hold no reference, and for one that cannot be read, which is noted. */
export type ReadSource = (absolutePath: string) => Source | undefined;

/**
 * Reads files into one buffer, and makes a text only of those that may hold references: most files
 * hold none, and cost no more than their bytes.
 */
export function createSourceReader(
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  { cwd, note }: Pick<CliHost, 'cwd' | 'note'>,
): ReadSource {
  const buffer = Buffer.allocUnsafe(largestFile + 1);
  // Broken encodings are read as far as they go: a wrong letter in a comment hides no reference.
  const decoder = new TextDecoder();

  return (absolutePath) => {
    const languageId = languageOf(absolutePath);
    if (languageId === undefined || (languageId === 'json' && !isAgentSettings(absolutePath)))
      return undefined;
    const size = readInto(buffer, absolutePath);
    if (size === undefined || size > largestFile) {
      const reason = size === undefined ? 'cannot be read' : 'is larger than 5 MB';
      note(`note: ${displayPath(absolutePath, cwd)} ${reason} and was left out.`);
      return undefined;
    }
    // One letter per byte is the fastest text there is, and the words searched for look the same in it.
    const letters = buffer.toString('latin1', 0, size);
    if (!analyzer.mayHoldReferences(letters, languageId)) return undefined;
    const text = decoder.decode(buffer.subarray(0, size));
    return { uri: URI.file(absolutePath).toString(), languageId, text, path: displayPath(absolutePath, cwd) };
  };
}

function readInto(buffer: Buffer, file: string): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    let size = 0;
    for (let read = -1; read !== 0 && size < buffer.length; size += read) {
      read = readSync(descriptor, buffer, size, buffer.length - size, null);
    }
    return size;
  } catch {
    // Gone, forbidden or no file at all: the caller leaves it out and says so.
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
