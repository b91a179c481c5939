import { setFlagsFromString } from 'node:v8';

/** A start is short and hurries; only then is memory worth more than time. */
const startMs = 1000;

/**
 * Keeps the heap near what is really held: some 10 MB for a file of 7,000 lines. By default V8 lets
 * past versions of a text pile up while somebody types, and the process grows to 230 MB; with these
 * flags it stays below 100 MB. The second costs a start a seventh of its time, so it comes later.
 */
export function keepHeapSmall(v8Version: string): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  // Older engines do not know the mode and would say so on standard error.
  if (Number.parseInt(v8Version, 10) < 13) return;
  setTimeout(() => setFlagsFromString('--memory-saver-mode'), startMs).unref();
}
