import { URI } from 'vscode-uri';
import {
  type Analyzer,
  decodeSource,
  isAgentSettings,
  languageOf,
  type SourceText,
} from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { ReviewHost } from '../host/review-host.ts';
import { BufferReader, largestFile } from './buffer-reader.ts';
import { displayPath } from './disk-files.ts';
import { diskTree, type FileTree } from './file-tree.ts';
import { isWide, lettersOf } from './scan-source.ts';
import type { SourceScans } from './source-scans.ts';

export interface Source extends SourceText {
  /** As shown in reports. */
  readonly path: string;
}

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
  reader = new BufferReader(tree),
  scans?: Pick<SourceScans, 'isClean'>,
): ReadSource {
  return (absolutePath) => {
    const languageId = languageOf(absolutePath);
    if (languageId === undefined || (languageId === 'json' && !isAgentSettings(absolutePath)))
      return undefined;
    if (scans?.isClean(absolutePath) === true) return undefined;
    const leftOut = (reason: string, mayMatter: boolean): undefined => {
      note(`note: ${visible(displayPath(absolutePath, cwd))} ${reason} and was left out.`);
      if (mayMatter) report?.(displayPath(absolutePath, cwd), reason);
      return undefined;
    };
    const bytes = bytesOf(absolutePath, reader);
    if (typeof bytes === 'string') return leftOut(bytes, bytes === unreadable);
    if (bytes.length > largestFile) {
      // Code can be hidden among data.
      const whole = report && Buffer.from(tree.read(absolutePath) ?? []).toString('latin1');
      return leftOut(
        'is larger than 5 MB',
        whole !== undefined && analyzer.mayHoldReferences(whole, languageId),
      );
    }
    const letters = lettersOf(bytes);
    if (!analyzer.mayHoldReferences(letters, languageId)) return undefined;
    const text = isWide(bytes) ? letters : decodeSource(bytes, TextDecoder);
    return { uri: URI.file(absolutePath).toString(), languageId, text, path: displayPath(absolutePath, cwd) };
  };
}

const unreadable = 'cannot be read';

/** Returns the bytes, or the reason why the file cannot be read. */
function bytesOf(file: string, reader: BufferReader): Buffer | string {
  try {
    return reader.read(file) ?? 'is not a regular file';
  } catch {
    return unreadable;
  }
}
