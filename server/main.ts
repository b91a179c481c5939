import { readFile } from 'node:fs/promises';
import { keepHeapSmall } from './frugal-heap.ts';
import { platform } from './platform/node.ts';
import { nodeFiles } from './platform/node-files.ts';
import { startServer } from './server.ts';
import { openConnection } from './transport.ts';

/** Composition root of the language server: the only place that knows the process it runs in. */
keepHeapSmall(process.versions.v8);
startServer(openConnection(process.argv.slice(2)), {
  files: nodeFiles,
  readText: (path) => readFile(path, 'utf8'),
  exit: (code) => process.exit(code),
  watchParent,
  loadDetector: () => platform.loadBundle('detector'),
});

const parentCheckMs = 3000;

function watchParent(processId: number): void {
  setInterval(() => {
    if (!isAlive(processId)) process.exit(1);
  }, parentCheckMs).unref();
}

/** Signal 0 does not affect the process; it only checks that it exists. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // The process exists but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
