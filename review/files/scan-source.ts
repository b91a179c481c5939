import {
  createMayRead,
  decodeSource,
  loadsVariables,
  pythonReadingWords,
  utf16Of,
} from '../../analysis/text-checks.ts';
import type { SourceScan } from '../host/scan-files.ts';
import { createMentionTest, wordFilter } from './word-filter.ts';

/** For Python and scripts. `letters` are those of `bytes`. */
export type ScanSource = (
  bytes: Uint8Array,
  letters: string,
  languageId: string,
) => SourceScan & {
  /** Whether the file may read anything, secrets of agents or environment variables. */
  readonly mayRead: boolean;
};

/** `readers` are from the settings of all files. */
export function createSourceScanner(readers: readonly string[]): ScanSource {
  const mayRead = createMayRead(readers);
  const tests = pythonReadingWords(readers).map((word) => createMentionTest(word));
  return (bytes, letters, languageId) => {
    const words = isWide(bytes) ? undefined : wordFilter(bytes);
    const reads =
      (languageId !== 'python' || words === undefined || tests.some((isMentioned) => isMentioned(words))) &&
      mayRead(letters, languageId);
    return {
      mayRead: reads,
      mayReadSecrets: reads && mayRead(letters, languageId, 'agent'),
      loadsVariables: loadsVariables(letters),
      words,
    };
  };
}

/**
 * A text to search for ASCII words. Latin-1 is the fastest encoding to decode, and such words look the same in
 * it.
 */
export function lettersOf(bytes: Buffer): string {
  return isWide(bytes) ? decodeSource(bytes, TextDecoder) : bytes.toString('latin1');
}

export function isWide(bytes: Uint8Array): boolean {
  return utf16Of(bytes) !== undefined;
}
