import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { withLoopbackVault } from './support/loopback-vault.ts';
import { catalogAnswer, identity, problem } from './support/vault-answers.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
def pay(conv):
    first = conv.utils.get_secret("stripe_api_key")
    return conv.utils.get_secret("no_such_name")
//- booking/_gen/stub.py
conv.utils.get_secret("generated")
//- booking/node_modules/x/x.py
conv.utils.get_secret("installed")
//- scripts/deploy.py
import os
os.environ["DEPLOY_API_KEY"]
`;
const snapshot = JSON.stringify(snapshotOf(catalogOf('booking', '!stripe_api_key')));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('agent-secrets as a process', () => {
  let cli: string;
  beforeAll(async () => {
    cli = await bundle('cli');
  });

  const run = (
    workspace: TemporaryWorkspace,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Run> =>
    promisify(execFile)(process.execPath, [cli, ...args], {
      cwd: workspace.root,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (failure: Run) => ({ code: failure.code, stdout: failure.stdout, stderr: failure.stderr }),
    );

  it('prints findings for programs and exits with 1', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('catalog.json', snapshot);
    const { code, stdout, stderr } = await run(workspace, [
      'check',
      '--catalog',
      'catalog.json',
      '--format',
      'json',
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [
        { rule: 'secret-access-missing', path: 'booking/functions/pay.py', line: 2, agentId: 'booking' },
        { rule: 'secret-not-found', path: 'booking/functions/pay.py', line: 3, agentId: 'booking' },
      ],
    });
  });

  it('prints findings for people, without color when the output is not a terminal', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('catalog.json', snapshot);
    const { stdout } = await run(workspace, ['check', 'booking', '--catalog', 'catalog.json']);
    expect(stdout).toMatch(/^booking\/functions\/pay\.py:2:\d+ {2}warning {2}.*secret-access-missing$/m);
    expect(stdout).toContain('2 findings in 1 file.');
    expect(stdout).not.toContain('\u001B');
  });

  it('exits with 0 when there are no findings', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const catalog = snapshotOf(catalogOf('booking', 'stripe_api_key', 'no_such_name'));
    workspace.write('catalog.json', JSON.stringify(catalog));
    const { code, stdout, stderr } = await run(workspace, ['check', '--catalog', 'catalog.json']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: catalog\.json is \d+ days old, .*\n$/);
    expect(stdout).toMatch(/^Passed: no findings in \d+ files?\.\n$/);
  });

  it('lists references, without generated and installed code', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const { code, stdout } = await run(workspace, ['references', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      references: [
        { path: 'booking/functions/pay.py', names: ['stripe_api_key'], agentId: 'booking' },
        { path: 'booking/functions/pay.py', names: ['no_such_name'], agentId: 'booking' },
        { path: 'scripts/deploy.py', names: ['DEPLOY_API_KEY'], agentId: null, dialect: 'environment' },
      ],
    });
  });

  it('takes files and folders, each counted once, and refuses paths that are not there', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const both = await run(workspace, ['references', 'scripts', 'scripts/deploy.py', '--format', 'json']);
    expect(JSON.parse(both.stdout)).toMatchObject({ references: [{ path: 'scripts/deploy.py' }] });
    expect(await run(workspace, ['references', 'nowhere'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: nowhere does not exist.\n',
    });
  });

  it('asks for another folder if the working directory has been deleted', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const script = 'mkdir gone && cd gone && rmdir "$PWD" && exec "$0" "$@"';
    const answer = await promisify(execFile)('sh', ['-c', script, process.execPath, cli, 'check'], {
      cwd: workspace.root,
    }).catch((failure: Run) => failure);
    expect(answer).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'error: The working directory no longer exists. Change to another folder.\n',
    });
  });

  it('continues past broken encodings, huge files and corrupt projects', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('catalog.json', snapshot);
    workspace.write(
      'booking/functions/latin.py',
      Buffer.from('# caf\xe9\nconv.utils.get_secret("nope")\n', 'latin1'),
    );
    workspace.write('booking/functions/huge.py', `conv.utils.get_secret("nope")\n${'#'.repeat(10_000_000)}`);
    workspace.write('broken/project.yaml', 'project_id: [unclosed');
    workspace.write('broken/f.py', 'conv.utils.get_secret("nope")\n');
    const { code, stdout, stderr } = await run(workspace, [
      'check',
      '--catalog',
      'catalog.json',
      '--format',
      'json',
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('booking/functions/latin.py');
    const { findings, failed } = JSON.parse(stdout) as Record<'failed' | 'findings', object[]>;
    expect(JSON.stringify(findings)).not.toMatch(/huge\.py|broken\//);
    expect(failed).toMatchObject([{ path: 'booking/functions/huge.py' }]);
    expect(stderr).toMatch(/huge\.py is larger than 5 MB/);
    expect(stderr).toMatch(/broken.project\.yaml/);
  });

  it('checks neither of two projects with the same id, and says that it could not', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('catalog.json', snapshot);
    workspace.write('copy/project.yaml', 'project_id: booking\nproject_name: Copy\n');
    const { code, stderr } = await run(workspace, ['check', '--catalog', 'catalog.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('claim the same agent id "booking"');
  });

  it.skipIf(process.getuid?.() === 0)('skips what it may not read, and says so', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    chmodSync(workspace.path('scripts/deploy.py'), 0);
    const { code, stderr } = await run(workspace, ['references', 'scripts']);
    expect(code).toBe(0);
    expect(stderr).toContain('scripts/deploy.py cannot be read');
  });

  describe('with a vault', () => {
    const env = { AGENT_SECRETS_KEY: 'not-a-real-key-0001' };

    it('reports the same findings, with the key from the environment or a file', async () => {
      using workspace = new TemporaryWorkspace(fixture);
      workspace.write('key', 'not-a-real-key-0001\n');
      const answers = {
        '/v1/me': { body: identity() },
        '/v1/agents/booking/catalog': { body: catalogAnswer(catalogOf('booking', '!stripe_api_key')) },
      };
      await withLoopbackVault(answers, async (url) => {
        const byVariable = await run(workspace, ['check'], { ...env, AGENT_SECRETS_VAULT_URL: url });
        expect(byVariable).toMatchObject({ code: 1, stderr: '' });
        expect(byVariable.stdout).toContain('2 findings in 1 file.');
        const byFile = await run(workspace, ['check', '--vault', url, '--key-file', 'key']);
        expect(byFile).toEqual(byVariable);
      });
    });

    it('writes the catalog to the given file, and says so', async () => {
      using workspace = new TemporaryWorkspace(fixture);
      workspace.write('catalog.json', 'what was there before');
      const answers = {
        '/v1/agents/booking/catalog': { body: catalogAnswer(catalogOf('booking', 'stripe_api_key')) },
      };
      await withLoopbackVault(answers, async (url) => {
        const args = ['catalog', 'export', '--vault', url, '--agent', 'booking', '--out', 'catalog.json'];
        expect(await run(workspace, args, env)).toEqual({
          code: 0,
          stdout: '',
          stderr: 'Wrote the names of 1 agent to catalog.json.\n',
        });
        const written = readFileSync(workspace.path('catalog.json'), 'utf8');
        expect(JSON.parse(written)).toMatchObject({ agents: [{ agentId: 'booking' }] });
      });
    });

    it('does not call code clean when nothing is known about its agents', async () => {
      using workspace = new TemporaryWorkspace(fixture);
      const answers = {
        '/v1/me': { body: identity() },
        '/v1/agents/booking/catalog': { status: 403, body: problem(403, 'Forbidden') },
      };
      await withLoopbackVault(answers, async (url) => {
        const { code, stdout, stderr } = await run(workspace, ['check', '--vault', url], env);
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toMatch(/^note: .*"booking"[^]*No agent of this code has a catalog/);
      });
    });

    it.each([
      ['fails', { status: 500, body: problem(500, 'InternalError') }],
      ['answers rubbish', { body: '<html>not a vault</html>' }],
      ['refuses the key', { status: 401, body: problem(401, 'CredentialExpired') }],
    ])('exits with 2 and one sentence when the vault %s', async (_, answer) => {
      using workspace = new TemporaryWorkspace(fixture);
      await withLoopbackVault({ '/v1/me': answer }, async (url) => {
        const { code, stdout, stderr } = await run(workspace, ['check', '--vault', url], env);
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toMatch(/^error: .*\.\n$/);
        expect(stderr).not.toContain(env.AGENT_SECRETS_KEY);
      });
    });
  });
});
