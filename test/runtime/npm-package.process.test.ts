import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRuntimeVault, type RuntimeVault } from './support/runtime-vault.ts';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

describe('the package of the Node client', () => {
  let folder: string;
  let app: string;
  let vault: RuntimeVault;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-npm-'));
    const tarballs = path.join(folder, 'tarballs');
    await run(process.execPath, [path.join(root, 'scripts/package-npm.mjs'), '--out', tarballs], {
      cwd: root,
    });
    const tarball = readdirSync(tarballs).find((name) => name.startsWith('agent-secrets-client-')) ?? '';
    app = path.join(folder, 'app');
    mkdirSync(app);
    writeFileSync(path.join(app, 'package.json'), '{ "type": "module" }');
    const offline = ['--offline', '--no-audit', '--no-fund', '--cache', path.join(folder, 'cache')];
    await run(npm, ['install', ...offline, path.join(tarballs, tarball)], { cwd: app });
    vault = await startRuntimeVault();
    await vault.addSecret('crm_oauth', { client_id: 'not-a-real-id', client_secret: 'not-a-real-secret' });
  }, 120_000);
  afterAll(async () => {
    await vault.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('contains programs, types and documentation, and depends on nothing', () => {
    const installed = path.join(app, 'node_modules');
    expect(readdirSync(installed).filter((name) => !name.startsWith('.'))).toEqual(['@agent-secrets']);
    const names = readdirSync(path.join(installed, '@agent-secrets/client'));
    expect(names.filter((name) => !/\.(js|d\.ts)$/.test(name)).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
    ]);
  });

  it('reads a secret with the first lines of its README', async () => {
    writeFileSync(path.join(app, 'app.js'), firstProgram());
    const granted = await run(process.execPath, ['app.js'], { cwd: app, env: vault.environment });
    expect(granted).toEqual({ stdout: 'Fields: client_id, client_secret.\n', stderr: '' });
    await vault.revoke('crm_oauth');
    const revoked = run(process.execPath, ['app.js'], { cwd: app, env: vault.environment });
    await expect(revoked).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Ask an account admin to grant crm_oauth.\n',
    });
  });

  it('has types that the strictest compiler accepts', async () => {
    symlinkSync(path.join(root, 'node_modules/@types'), path.join(app, 'node_modules/@types'), 'junction');
    const undici = path.join(root, 'node_modules/undici-types');
    symlinkSync(undici, path.join(app, 'node_modules/undici-types'), 'junction');
    writeFileSync(path.join(app, 'app.ts'), `${firstProgram()}${typedProgram}`);
    const options = ['--strict', '--noEmit', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const settings = [
      '--target',
      'es2024',
      '--module',
      'nodenext',
      '--types',
      'node',
      '--skipLibCheck',
      'false',
    ];
    const { stdout } = await run(process.execPath, [tsc, ...options, ...settings, 'app.ts'], { cwd: app });
    expect(stdout).toBe('');
  }, 120_000);
});

function firstProgram(): string {
  const readme = readFileSync(path.join(root, 'runtime/node/README.md'), 'utf8');
  return /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
}

const typedProgram = `
import { createClient, loadEnvironment, type AgentSecretsError, type Secret } from '@agent-secrets/client';
const client = createClient({ timeoutMs: 100, token: () => Promise.resolve('not-a-real-token') });
export const secret: Secret = await client.getSecret('crm', { signal: AbortSignal.timeout(10) });
export const variables: Readonly<Record<string, string>> = await loadEnvironment({ token: 'not-a-real-token' });
export const codeOf = ({ code, requestId }: AgentSecretsError): string => code + (requestId ?? '');
`;
