import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { flags, type ScanAnswer, type ScanFiles } from '../../review/index.ts';

/** More threads take more memory than they save time. */
const mostThreads = 4;
/** Small enough that all threads finish at about the same time. */
const filesPerTask = 200;

/** Scans files in threads that run `program`, the bundle of `review/files/scan-worker.ts`. */
export function scanInThreads(program: string): ScanFiles {
  return async (files, readers, report) => {
    // Otherwise, Node lets the heap grow to four times the size before it frees what is not used any more.
    setFlagsFromString('--semi-space-growth-factor=1');
    const waiting = tasksOf(files);
    const threads = Math.min(mostThreads, availableParallelism(), waiting.length);
    await Promise.all(Array.from({ length: threads }, () => runThread()));

    function runThread(): Promise<void> {
      return new Promise((resolve) => {
        const thread = new Worker(program, {
          resourceLimits: { maxYoungGenerationSizeMb: 1 },
        });
        let task: readonly string[] = [];
        const next = (): void => {
          task = waiting.pop() ?? [];
          if (task.length > 0) thread.postMessage({ files: task, readers });
          else void thread.terminate();
        };
        thread.on('message', (answer: ScanAnswer) => {
          reportAnswer(task, answer, report);
          next();
        });
        // The command itself scans the omitted files.
        thread.on('error', () => undefined);
        thread.on('exit', () => resolve());
        next();
      });
    }
  };
}

function tasksOf(files: readonly string[]): (readonly string[])[] {
  const count = Math.ceil(files.length / filesPerTask);
  return Array.from({ length: count }, (_, at) => files.slice(at * filesPerTask, (at + 1) * filesPerTask));
}

function reportAnswer(
  files: readonly string[],
  { flags: found, lengths, words }: ScanAnswer,
  report: Parameters<ScanFiles>[2],
): void {
  let start = 0;
  for (const [at, file] of files.entries()) {
    const has = (flag: number): boolean => ((found[at] ?? 0) & flag) !== 0;
    const end = start + (lengths[at] ?? 0);
    if (has(flags.isRead))
      report(file, {
        mayMatter: has(flags.mayMatter),
        mayReadVariables: has(flags.mayReadVariables),
        mayReadSecrets: has(flags.mayReadSecrets),
        loadsVariables: has(flags.loadsVariables),
        words: has(flags.isWide) ? undefined : words.subarray(start, end),
      });
    start = end;
  }
}
