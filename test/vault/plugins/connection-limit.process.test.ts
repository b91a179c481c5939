import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundledVaultScript } from '../../support/bundles.ts';

let folder: string;
let clients: Socket[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-connections-'));
  clients = [];
});
afterEach(() => {
  for (const client of clients) client.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** A vault that may open 200 files. */
async function startWithFewFiles() {
  const script = await bundledVaultScript(join(import.meta.dirname, '../support/vault-process.mjs'));
  const command = 'ulimit -n 200 && exec "$0" "$@"';
  const child = spawn(
    'sh',
    ['-c', command, process.execPath, '--no-warnings', script, join(folder, 'data')],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: line.toString().trim() };
}

function open(url: string, bytes: string): void {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.on('close', () => socket.destroy());
  if (bytes !== '') socket.write(bytes);
  clients.push(socket);
}

it('a vault with few file descriptors answers while others hold many connections open', async () => {
  const { child, url } = await startWithFewFiles();
  const health = async () => (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) })).status;
  try {
    for (let count = 0; count < 300; count += 1) {
      open(url, '');
      open(url, 'POST /v1/me/environment HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ');
      if (count % 50 === 49) expect(await health()).toBe(200);
    }
    for (let count = 0; count < 20; count += 1) expect(await health()).toBe(200);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  expect(child.exitCode).toBe(0);
});
