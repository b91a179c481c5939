import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * No container engine runs where these tests run. The test therefore assembles the image's folder from the
 * files that the Containerfile copies, and starts the vault in it without anything else.
 */
const root = path.resolve(import.meta.dirname, '../..');
const containerFile = readFileSync(path.join(root, 'deploy/Containerfile'), 'utf8');
const copied = [...containerFile.matchAll(/\/build\/(dist\/\S+\.js)/g)].map(([, file]) => file ?? '');

describe('the container image', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-image-'));
    await promisify(execFile)(process.execPath, ['scripts/runtime-packages.mjs', folder], { cwd: root });
    for (const file of copied) cpSync(path.join(root, file), path.join(folder, file));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('copies programs that the build makes', () => {
    expect(copied).toContain('dist/cli.js');
    expect(copied.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('holds all that a vault needs', async () => {
    const data = path.join(folder, 'data');
    const args = ['dist/cli.js', 'vault', 'serve', '--data', data, '--port', '0'];
    const vault = spawn(process.execPath, args, {
      cwd: folder,
      env: {},
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const url = await addressIn(vault.stdout);
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    } finally {
      vault.kill();
    }
  });
});

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error('The vault ended without saying its address.');
}
