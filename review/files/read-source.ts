import { readSync } from 'node:fs';
import { URI } from 'vscode-uri';
import {
  type Analyzer,
  decodeSource,
  isAgentSettings,
  languageOf,
  type SourceText,
  utf16Of,
} from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { ReviewHost } from '../review-host.ts';
import { displayPath } from './disk-files.ts';
import { diskTree, type FileTree } from './file-tree.ts';
import { withRegularFile } from './regular-file.ts';

export interface Source extends SourceText {
  /** As shown in reports. */
  readonly path: string;
}

/** In bytes. A larger file is assumed to be data, not code. */
export const largestFile = 5_000_000;

/**
 * Returns undefined for a file that cannot contain a reference, and for an unreadable file, which is also
 * reported.
 */
export type ReadSource = (absolutePath: string) => Source | undefined;

/**
 * Reads files into a shared buffer, and decodes only those that may contain references. For most files, which
 * contain none, only the bytes are read.
 */
export function createSourceReader(
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  { cwd, note, leftOut: report }: Pick<ReviewHost, 'cwd' | 'note' | 'leftOut'>,
  tree: FileTree = diskTree,
): ReadSource {
  const buffer = Buffer.allocUnsafe(largestFile + 1);

  return (absolutePath) => {
    const languageId = languageOf(absolutePath);
    if (languageId === undefined || (languageId === 'json' && !isAgentSettings(absolutePath)))
      return undefined;
    const leftOut = (reason: string, mayMatter: boolean): undefined => {
      note(`note: ${visible(displayPath(absolutePath, cwd))} ${reason} and was left out.`);
      if (mayMatter) report?.(displayPath(absolutePath, cwd), reason);
      return undefined;
    };
    const size = tree.isDisk ? readInto(buffer, absolutePath) : copyInto(buffer, absolutePath, tree);
    if (typeof size === 'string') return leftOut(size, size === unreadable);
    if (size > largestFile) {
      // Code can be hidden among data.
      const whole = report && Buffer.from(tree.read(absolutePath) ?? []).toString('latin1');
      return leftOut(
        'is larger than 5 MB',
        whole !== undefined && analyzer.mayHoldReferences(whole, languageId),
      );
    }
    const bytes = buffer.subarray(0, size);
    // Latin-1 is the fastest encoding to decode, and the words to search for look the same in it.
    const isWide = utf16Of(bytes) !== undefined;
    const letters = isWide ? decodeSource(bytes, TextDecoder) : buffer.toString('latin1', 0, size);
    if (!analyzer.mayHoldReferences(letters, languageId)) return undefined;
    const text = isWide ? letters : decodeSource(bytes, TextDecoder);
    return { uri: URI.file(absolutePath).toString(), languageId, text, path: displayPath(absolutePath, cwd) };
  };
}

const unreadable = 'cannot be read';

/** Returns the size, or the reason why the file cannot be read. */
function readInto(buffer: Buffer, file: string): number | string {
  try {
    return withRegularFile(file, (descriptor) => {
      if (descriptor === undefined) return 'is not a regular file';
      let size = 0;
      for (let read = -1; read !== 0 && size < buffer.length; size += read) {
        read = readSync(descriptor, buffer, size, buffer.length - size, null);
      }
      return size;
    });
  } catch {
    return unreadable;
  }
}

/** Like `readInto`, for a tree that is not on disk. */
function copyInto(buffer: Buffer, file: string, tree: FileTree): number | string {
  try {
    const bytes = tree.read(file);
    if (bytes === undefined) return 'is not a regular file';
    buffer.set(bytes.subarray(0, buffer.length));
    return Math.min(bytes.length, buffer.length);
  } catch {
    return unreadable;
  }
}
