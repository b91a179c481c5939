import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';

const output = path.resolve(import.meta.dirname, '../output');
const ticksPerSecond = 100;

/**
 * Appends the duration of each step in a test file to test/e2e/output/timing.txt, as tab-separated columns:
 * file, seconds, CPU seconds of all processes that the file started, step, and CPU seconds by kind of
 * process. Linux only.
 */
export function noteTimes(): void {
  mkdirSync(output, { recursive: true });
  let last = snapshot();
  let file = '';
  const note = (step: string): void => {
    const now = snapshot();
    // When a process ends, its CPU time is added to its parent's.
    const all = new Set([...last.cpu.keys(), ...now.cpu.keys()]);
    const spent = [...all].map(
      (kind) => [kind, (now.cpu.get(kind) ?? 0) - (last.cpu.get(kind) ?? 0)] as const,
    );
    const kinds = spent
      .filter(([, time]) => time >= 0.05)
      .map(([kind, time]) => `${kind} ${time.toFixed(1)}`);
    const cpu = spent.reduce((sum, [, time]) => sum + time, 0);
    const wall = (now.time - last.time) / 1_000;
    const line = [file, wall.toFixed(1), cpu.toFixed(1), step, kinds.join(', ')].join('\t');
    appendFileSync(path.join(output, 'timing.txt'), `${line}\n`);
    last = now;
  };
  beforeEach(({ task }) => {
    file = path.basename(task.file.filepath, '.test.ts');
    note('(before)');
  });
  afterEach(({ task }) => note(task.name));
  afterAll(() => note('(after)'));
}

interface Snapshot {
  readonly time: number;
  /** CPU seconds so far, by kind of process. */
  readonly cpu: ReadonlyMap<string, number>;
}

function snapshot(): Snapshot {
  const processes = new Map(readdirSync('/proc').flatMap((id) => statOf(id)));
  const cpu = new Map<string, number>();
  const add = (kind: string, ticks: number): void => {
    cpu.set(kind, (cpu.get(kind) ?? 0) + ticks / ticksPerSecond);
  };
  for (const [id, { kind, own, ofEnded }] of processes) {
    if (!isOurs(id, processes)) continue;
    add(id === process.pid ? 'test' : kind, own);
    add('ended', ofEnded);
  }
  return { time: performance.now(), cpu };
}

interface Stat {
  readonly parent: number;
  readonly kind: string;
  readonly own: number;
  /** CPU time of child processes that have ended. */
  readonly ofEnded: number;
}

function statOf(id: string): [number, Stat][] {
  try {
    const stat = readFileSync(`/proc/${Number(id)}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (index: number): number => fields[index] ?? 0;
    const kind = kindOf(readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '));
    return [[Number(id), { parent: at(1), kind, own: at(11) + at(12), ofEnded: at(13) + at(14) }]];
  } catch {
    return []; // Not a process, or it has ended.
  }
}

function isOurs(id: number, processes: ReadonlyMap<number, Stat>): boolean {
  for (let one = id; one > 1; one = processes.get(one)?.parent ?? 0) if (one === process.pid) return true;
  return false;
}

function kindOf(command: string): string {
  if (command.includes('chromium')) return /--type=(\S+)/.exec(command)?.[1] ?? 'browser';
  if (command.includes('vault serve')) return 'vault';
  if (command.includes('agent-secrets') && command.includes('server.js')) return 'language-server';
  return /--type=(\S+)/.exec(command)?.[1] ?? (command.includes('code-server') ? 'code-server' : 'other');
}
