import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nodeFiles } from './platform/node-files.ts';
import { reviewInChild } from './changes/review-in-child.ts';
import { platform, startServer } from './shared-main.ts';
import { connect } from 'node:net';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { setFlagsFromString } from 'node:v8';

/** Startup is short and time-critical; after that, low memory use matters more than speed. */
const startMs = 1000;

start();

/** Composition root of the language server: the only code that depends on the process it runs in. */
function start(): void {
  keepHeapSmall(process.versions.v8);
  startServer(openConnection(process.argv.slice(2)), {
    files: nodeFiles,
    readText: (file) => readFile(file, 'utf8'),
    exit: (code) => process.exit(code),
    watchParent,
    loadDetector: () => platform.loadBundle('detector'),
    reviewChanges: reviewInChild(path.join(__dirname, 'changes.js')),
  });
}

const parentCheckMs = 3000;

function watchParent(processId: number): void {
  setInterval(() => {
    if (!isAlive(processId)) process.exit(1);
  }, parentCheckMs).unref();
}

/** Signal 0 does not affect the process; it only checks whether the process exists. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // The process exists but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Accepts `--node-ipc` and `--socket=PORT`, as editors pass them; the default is `--stdio`. */
function openConnection(args: readonly string[]): MessageConnection {
  if (args.includes('--node-ipc')) {
    return createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  }
  const port = args.map((arg) => /^--socket=(\d+)$/.exec(arg)?.[1]).find((found) => found !== undefined);
  if (port !== undefined) {
    const socket = connect(Number(port), '127.0.0.1');
    return createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  }
  return createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
}

/**
 * Keeps the heap close to the live size, which is about 10 MB for a file of 7,000 lines. By default, V8 lets
 * old versions of a document accumulate while the user types, and the process grows to 230 MB; with these
 * flags, it stays below 100 MB. The second flag makes startup a seventh slower, so it is set later.
 */
function keepHeapSmall(v8Version: string): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  // Older engines do not support the flag and would print a warning to standard error.
  if (Number.parseInt(v8Version, 10) < 13) return;
  setTimeout(() => setFlagsFromString('--memory-saver-mode'), startMs).unref();
}
