import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { makeTestDirectory } from '../support/test-vault.ts';

/** An otherwise idle program writes more than the log holds; the thread that copies it then idles. */
const program = `
const { statSync } = await import('node:fs');
const { openSqliteStorage } = await import(process.argv[2]);
const storage = openSqliteStorage(process.argv[3]);
await storage.transact(async (tx) => {
  for (let index = 0; index < 100; index += 1) {
    await tx.appendEvent('a', { type: 'catalog-changed', names: ['not-a-real-name'.repeat(8000) + index] });
  }
});
while (statSync(process.argv[3]).size < 100 * 120_000) await new Promise((resolve) => setTimeout(resolve, 10));
await storage.close();
console.log('closed');
`;

it('an otherwise idle program lives until its storage is closed', async () => {
  const directory = makeTestDirectory();
  try {
    const storage = new URL('../../../vault/storage/sqlite/index.ts', import.meta.url).href;
    const args = [
      '--input-type=module',
      '--eval',
      program,
      '--',
      'program',
      storage,
      join(directory, 'vault.db'),
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe('closed\n');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
