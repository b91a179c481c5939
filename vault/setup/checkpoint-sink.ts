import { createReadStream, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { CheckpointSink } from '../domain/audit/checkpoints.ts';
import { OperatorError } from '../errors/errors.ts';

const timeoutMilliseconds = 10_000;
const longestLine = 1024;

/**
 * A file with one checkpoint per line, or an `https` address that receives each line as the body of a POST.
 * @throws OperatorError
 */
export function checkpointSink(place: string): CheckpointSink {
  if (isAbsolute(place)) return fileSink(place);
  if (URL.canParse(place)) {
    const url = new URL(place);
    const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) return addressSink(url);
  }
  throw new OperatorError('The checkpoint store must be an absolute path or an https address.');
}

/**
 * Where a vault stores its checkpoints: in the file in its folder, or at `place`. An address cannot be read
 * back, so the file also receives them. At startup, the database is compared with the first of the returned
 * sinks.
 * @throws OperatorError
 */
export function checkpointsOf(
  place: string | undefined,
  path: string,
): readonly [CheckpointSink, ...CheckpointSink[]] {
  const file = fileSink(path);
  if (place === undefined) return [file];
  const sink = checkpointSink(place);
  return isAbsolute(place) ? [sink] : [file, sink];
}

function fileSink(path: string): CheckpointSink {
  const write = async (line: string): Promise<void> => {
    const file = await open(path, 'a+', 0o600);
    try {
      await dropTornLine(file);
      await file.appendFile(`${line}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    where: 'in its file',
    append(line) {
      const writing = turn.then(() => write(line));
      turn = writing.catch(() => undefined);
      return writing;
    },
    lines: () => completeLines(path),
    async last() {
      let last: string | undefined;
      const start = Math.max(0, (statSync(path, { throwIfNoEntry: false })?.size ?? 0) - 2 * longestLine);
      for await (const line of completeLines(path, start)) last = line;
      return last;
    },
  };
}

/**
 * Removes a line that a power failure cut short. It was never acknowledged, and the next line must not be
 * appended to it.
 */
async function dropTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const { buffer } = await file.read(
    Buffer.alloc(longestLine),
    0,
    longestLine,
    Math.max(0, size - longestLine),
  );
  const tail = buffer.subarray(0, Math.min(size, longestLine));
  const torn = tail.length - (tail.lastIndexOf('\n') + 1);
  if (torn > 0 && !tail.subarray(-torn).includes('}')) await file.truncate(size - torn);
}

/**
 * All lines except an incomplete last one. Unlike an edited line, an incomplete one is only the beginning of
 * a line.
 */
async function* completeLines(path: string, start = 0): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, { encoding: 'latin1', start })) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  if (rest.includes('}')) yield rest;
}

function addressSink(url: URL): CheckpointSink {
  return {
    where: 'at its address',
    async append(line) {
      const signal = AbortSignal.timeout(timeoutMilliseconds);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body: line, redirect: 'error', signal });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`The checkpoint store returned status ${String(answer.status)}.`);
    },
    async *lines() {},
    last: async () => undefined,
  };
}
