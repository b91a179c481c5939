import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliError } from './cli-error.ts';
import type { AskOptions, Input } from './cli-host.ts';

/** Larger than any request. */
const mostBytes = 1_048_576;

interface Streams {
  readonly stdin: NodeJS.ReadStream;
  /** Prompts go here, so that standard output only contains the result. */
  readonly stderr: NodeJS.WriteStream;
}

/** A real process's input, opened on first use. */
export function processInput(streams: Streams): Input {
  return {
    get isTerminal() {
      return streams.stdin.isTTY && streams.stderr.isTTY;
    },
    readAll: (most) => readAll(streams.stdin, most),
    ask: (question, options) => ask(streams.stdin, streams.stderr, question, options),
  };
}

async function readAll(stdin: NodeJS.ReadStream, most?: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const bytes of bytesOf(stdin)) {
    size += bytes.length;
    chunks.push(bytes);
    if (size <= (most ?? mostBytes)) continue;
    throw new CliError(
      most === undefined
        ? 'Standard input is far larger than the limit for a value.'
        : `Standard input is larger than ${most / 1_000_000} MB.`,
    );
  }
  return Buffer.concat(chunks);
}

/** Without an encoding, a stream yields bytes, but its type does not reflect that. */
function bytesOf(stdin: NodeJS.ReadStream): AsyncIterable<Buffer> {
  return stdin;
}

/** Rejects if the user cancels (Ctrl-C, Ctrl-D). */
function ask(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  question: string,
  { hidden }: AskOptions,
): Promise<string> {
  const output = hidden ? nowhere() : stderr;
  const lines = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
  // From here on, the terminal does not echo. The line editor does not print the prompt either.
  if (hidden) stderr.write(question);
  return new Promise<string>((resolve, reject) => {
    lines.once('close', () => reject(new CliError('Cancelled. Nothing was changed.')));
    lines.once('SIGINT', () => lines.close());
    lines.question(hidden ? '' : question, (line) => {
      resolve(line);
      lines.close();
    });
  }).finally(() => {
    if (hidden) stderr.write('\n');
  });
}

/** Discards what the line editor echoes. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, written) => written() });
}
