import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = pathToFileURL(path.resolve(import.meta.dirname, '../../scripts/lib/main.mjs')).href;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-secrets-shutdown-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a program that npm runs closes everything that it started', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'if npm, its shell and the program get %s at once',
    async (signal) => {
      const shell = await startInShell();
      process.kill(-shell, signal);
      expect(await whatWasClosed()).toBe('the editor\nthe vault\n');
    },
  );

  it('if only its shell is stopped', async () => {
    const shell = await startInShell();
    process.kill(shell, 'SIGKILL');
    expect(await whatWasClosed()).toBe('the editor\nthe vault\n');
  });
});

/** As npm does: a shell in its own process group runs the program. Returns the ID of the shell. */
async function startInShell(): Promise<number> {
  const program = path.join(folder, 'program.mjs');
  // Closing takes longer than it takes to detect that the shell has exited.
  await writeFile(
    program,
    `import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { runMain } from ${JSON.stringify(main)};
    const close = (what) => async () => {
      await sleep(1_000);
      appendFileSync(${JSON.stringify(path.join(folder, 'closed'))}, what + '\\n');
    };
    process.on('exit', () => appendFileSync(${JSON.stringify(path.join(folder, 'ended'))}, 'ended'));
    await runMain(async (shutdown) => {
      shutdown.add(close('the vault'));
      shutdown.add(close('the editor'));
      console.log('ready');
      await new Promise((resolve) => setTimeout(resolve, 600_000));
    });`,
  );
  // The second command keeps the shell from being replaced by the program.
  const child = spawn('sh', ['-c', '"$0" "$1"; true', process.execPath, program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  await once(child.stdout, 'data');
  expect(child.pid).toBeTypeOf('number');
  return child.pid ?? 0;
}

async function whatWasClosed(): Promise<string> {
  await expect.poll(() => readFile(path.join(folder, 'ended'), 'utf8').catch(() => ''), soon).toBe('ended');
  return readFile(path.join(folder, 'closed'), 'utf8').catch(() => '');
}

const soon = { timeout: 30_000, interval: 50 };
