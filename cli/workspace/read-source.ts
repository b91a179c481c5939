import { closeSync, openSync, readSync } from 'node:fs';
import { URI } from 'vscode-uri';
import { type Analyzer, languageOf, type SourceText } from '../../analysis/index.ts';
import type { Surroundings } from '../surroundings.ts';
import { displayPath } from './display-path.ts';

export interface Source extends SourceText {
  /** As reports show it. */
  readonly path: string;
}

/** Bytes; beyond it a file is data, not code. */
export const largestFile = 5_000_000;

/**
 * Reads files into one buffer, and makes a text only of those that may hold references: most files
 * hold none, and cost no more than their bytes.
 */
export function createSourceReader(
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  { cwd, note }: Pick<Surroundings, 'cwd' | 'note'>,
): (absolutePath: string) => Source | undefined {
  const buffer = Buffer.allocUnsafe(largestFile + 1);
  // Broken encodings are read as far as they go: a wrong letter in a comment hides no reference.
  const decoder = new TextDecoder();

  return (absolutePath) => {
    const shown = displayPath(absolutePath, cwd);
    const languageId = languageOf(absolutePath);
    const size = readInto(buffer, absolutePath);
    if (size === undefined || size > largestFile) {
      const reason = size === undefined ? 'cannot be read' : 'is larger than 5 MB';
      note(`note: ${shown} ${reason} and was left out.`);
      return undefined;
    }
    // One letter per byte is the fastest text there is, and the words searched for look the same in it.
    if (
      languageId === undefined ||
      !analyzer.mayHoldReferences(buffer.toString('latin1', 0, size), languageId)
    ) {
      return undefined;
    }
    const text = decoder.decode(buffer.subarray(0, size));
    return { uri: URI.file(absolutePath).toString(), languageId, text, path: shown };
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
