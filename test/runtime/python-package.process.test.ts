import { execFile } from 'node:child_process';
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { createVaultClient } from '../../vault-client/index.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { python, pythonPackage, runPython } from '../support/python.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';

const root = path.resolve(import.meta.dirname, '../..');
const pyright = path.join(root, 'node_modules', 'pyright', 'index.js');
const execute = promisify(execFile);
const venvPython = process.platform === 'win32' ? 'venv/Scripts/python.exe' : 'venv/bin/python';

/** The blocks of a page in one language. */
function blocksIn(page: string, language: string): readonly string[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, block = '']) => block,
  );
}

describe('the Python package', () => {
  const workspace = new TemporaryWorkspace('');
  let vault: VaultProcess;
  let environment: Readonly<Record<string, string>>;
  /** The folder in which the wheel is installed. */
  let packages: string;

  beforeAll(async () => {
    vault = await startVaultProcess(workspace.path('data'));
    const admin = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
    const { accountId } = await admin.me();
    await admin.createAgent(accountId, { agentId: 'A', agentName: 'A' });
    await admin.createSecret(accountId, {
      name: 'weather_api_key',
      kind: 'single',
      value: 'not-a-real-key',
      agentIds: ['A'],
    });
    const { token } = await admin.issueToken(accountId, { name: 'a', role: 'agent', agentId: 'A' });
    environment = {
      AGENT_SECRETS_VAULT_URL: vault.url,
      AGENT_SECRETS_AGENT: 'A',
      AGENT_SECRETS_AGENT_TOKEN: token,
    };
    await execute(process.execPath, [path.join(root, 'scripts', 'package-python.mjs')], {
      env: { ...process.env, PYTHON: python },
    });
    const wheel = `dist/python/agent_secrets-${project.version}-py3-none-any.whl`;
    await runPython(['-m', 'venv', 'venv'], { cwd: workspace.root });
    const install = ['-m', 'pip', 'install', '--no-index', '--quiet', path.join(root, wheel)];
    await runPython(install, { cwd: workspace.root, program: workspace.path(venvPython) });
    packages = workspace.path(globSync('venv/{lib/*,Lib}/site-packages', { cwd: workspace.root })[0] ?? '');
  }, 120_000);
  afterAll(async () => {
    await vault.stop('SIGTERM');
    workspace[Symbol.dispose]();
  });

  it('installs without a network, and ten lines of its README read a secret', async () => {
    const [lines = ''] = blocksIn('runtime/python/README.md', 'python');
    expect(lines.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    writeFileSync(workspace.path('program.py'), lines);
    const program = workspace.path(venvPython);
    const { stdout } = await runPython(['program.py'], { cwd: workspace.root, env: environment, program });
    expect(stdout).toBe('The key has 14 characters.\n');
  });

  it('has types for type checkers', async () => {
    writeFileSync(
      workspace.path('typed.py'),
      `from agent_secrets import Client, get_secret

value: str | dict[str, str] = get_secret("a")
wrong: int = Client().get_secret("a")
`,
    );
    const checked = execute(
      process.execPath,
      [pyright, '--pythonpath', workspace.path(venvPython), 'typed.py'],
      { cwd: workspace.root },
    );
    const stdout = await checked
      .catch((failed: { readonly stdout: string }) => failed)
      .then((run) => run.stdout);
    expect([...stdout.matchAll(/typed\.py:(\d+):\d+ - error/g)].map(([, line]) => line)).toEqual(['4']);
  });

  it('passes the strictest checker, for the oldest Python', async () => {
    const checked = execute(process.execPath, [pyright, '--pythonpath', python, '-p', pythonPackage]);
    const { stdout } = await checked.catch((failed: { readonly stdout: string }) => failed);
    expect(stdout).toContain('0 errors, 0 warnings');
  }, 120_000);

  it('includes fixtures with which the tests of the documentation pass', async () => {
    const agent = workspace.path('hotel-booking');
    cpSync(path.join(root, 'examples', 'hotel-booking'), agent, { recursive: true });
    const blocks = blocksIn('docs/testing-functions.md', 'python').filter((block) =>
      block.includes('def test_'),
    );
    for (const [at, block] of blocks.entries())
      workspace.write(`hotel-booking/tests/test_${String(at)}.py`, block);
    const run = await runPython(['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests'], {
      cwd: agent,
      env: { PYTHONPATH: packages },
    });
    expect(run.stdout).toMatch(/^3 passed/m);
  });

  it('runs a function from the command line', async () => {
    const call = ['-m', 'agent_secrets', 'call', 'functions/booking_secret_name.py', '--fakes', 'fakes.json'];
    workspace.write('hotel-booking/fakes.json', '{}');
    const program = workspace.path(venvPython);
    const { stdout } = await runPython(call, { cwd: workspace.path('hotel-booking'), program });
    expect(stdout).toBe('booking_api_sandbox\n');
  });
});
