import type { ChildProcess } from 'node:child_process';
import { readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { isTexts, parseJson } from '../../contracts/guards.ts';
import type { MaskedValues } from './masker.ts';

/** The file descriptor on which a called function's process tells its parent which values it has read. */
const valuesDescriptor = 4;

/** Adds a channel for reporting values to a process's stdio. */
export function withValues<Stream>(streams: readonly Stream[]): (Stream | 'ignore' | 'pipe')[] {
  return [0, 1, 2, 3].map<Stream | 'ignore' | 'pipe'>((at) => streams[at] ?? 'ignore').concat('pipe');
}

/** Returns once the parent masks the values. Only then does the function get them. */
export function tellValues(values: readonly string[]): void {
  try {
    writeSync(valuesDescriptor, `${JSON.stringify(values)}\n`);
    readSync(valuesDescriptor, Buffer.alloc(1));
  } catch {
    // Without a parent, no one reads the output.
  }
}

/** Masks every value that the process reports. */
export function maskToldValues({ stdio }: ChildProcess, masked: MaskedValues): void {
  const channel = stdio[valuesDescriptor];
  if (!(channel instanceof Socket)) return;
  channel.on('error', () => undefined);
  createInterface(channel).on('line', (line) => {
    const values = parseJson(line);
    if (isTexts(values)) for (const value of values) masked.add(value);
    channel.write('\n');
  });
}
