import { parentPort } from 'node:worker_threads';
import { languageOf, mayMatter } from '../../analysis/text-checks.ts';
import { BufferReader } from './buffer-reader.ts';
import { flags, type ScanAnswer, type ScanTask } from '../host/scan-files.ts';
import { createSourceScanner, lettersOf, type ScanSource } from './scan-source.ts';

/** A thread that scans files, started by `scanInThreads`. */
let scanSource: ScanSource | undefined;
const reader = new BufferReader();

parentPort?.on('message', ({ files, readers }: ScanTask) => {
  scanSource ??= createSourceScanner(readers);
  const answer = answerTo(files, scanSource);
  parentPort?.postMessage(answer, [answer.flags.buffer, answer.lengths.buffer, answer.words.buffer]);
});

function answerTo(
  files: readonly string[],
  scan: ScanSource,
): {
  readonly [Key in keyof ScanAnswer]: ScanAnswer[Key] & { readonly buffer: ArrayBuffer };
} {
  const found = new Uint8Array(files.length);
  const lengths = new Uint32Array(files.length);
  const filters: Uint8Array[] = [];
  for (const [at, file] of files.entries()) {
    // If a file is omitted, the command reads it again and reports it.
    const bytes = reader.readCode(file);
    if (bytes === undefined) continue;
    const letters = lettersOf(bytes);
    const { mayRead, mayReadSecrets, loadsVariables, words } = scan(bytes, letters, languageOf(file) ?? '');
    found[at] =
      flags.isRead +
      (mayReadSecrets || mayMatter(letters) ? flags.mayMatter : 0) +
      (mayRead ? flags.mayReadVariables : 0) +
      (mayReadSecrets ? flags.mayReadSecrets : 0) +
      (loadsVariables ? flags.loadsVariables : 0) +
      (words === undefined ? flags.isWide : 0);
    if (words === undefined) continue;
    lengths[at] = words.length;
    filters.push(words);
  }
  return { flags: found, lengths, words: joined(filters) };
}

function joined(filters: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(filters.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const filter of filters) {
    all.set(filter, at);
    at += filter.length;
  }
  return all;
}
