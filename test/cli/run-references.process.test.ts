import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';
import { filesHolding, follow, say } from './support/followed-program.ts';

const canary = 'not-a-real-canary-of-a-reference';
/** The signals that ask a process to end. */
const stopping = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
const [ofStripe, ofCrm, ofVariable] = [`${canary}-1`, `${canary}-2\nand more`, `${canary}-3`];

describe('variables that hold secrets of the agent', () => {
  const workspace = new TemporaryWorkspace('');
  let cli: string;
  let vault: VaultProcess;
  let key: string;
  let accountId: string;

  const vaultFor = (keyOf: string) => createVaultClient({ url: vault.url, key: keyOf, fetch });

  beforeAll(async () => {
    cli = await bundle('cli');
    vault = await startVaultProcess(workspace.path('data'));
    const admin = vaultFor(vault.adminKey);
    ({ accountId } = await admin.me());
    await admin.createAgent(accountId, { agentId: 'BOOKING', agentName: 'Hotel booking' });
    const secrets = [
      { name: 'stripe', kind: 'single', value: ofStripe, agentIds: ['BOOKING'] },
      { name: 'my.secret', kind: 'single', value: ofStripe, agentIds: ['BOOKING'] },
      { name: 'crm', kind: 'key_value', value: { client_id: ofCrm }, agentIds: ['BOOKING'] },
      { name: 'not_granted', kind: 'single', value: canary },
    ] as const;
    for (const one of secrets) {
      await admin.createSecret(accountId, { ...one, agentIds: 'agentIds' in one ? [...one.agentIds] : [] });
    }
    const user = await admin.createUser(accountId, { name: 'Ann', role: 'admin' });
    key = (await admin.issueToken(accountId, { name: 'ann', role: 'admin', userId: user.id })).token;
    await vaultFor(key).createVariable({ name: 'SHOP_API_KEY', value: ofVariable });
    workspace.write(
      'agent/project.yaml',
      'project_id: BOOKING\naccount_id: a\nregion: eu\nproject_name: H\n',
    );
  });
  afterAll(async () => {
    await vault.stop('SIGTERM');
    workspace[Symbol.dispose]();
  });

  const start = (args: readonly string[], { url = vault.url, cwd = 'agent' } = {}) =>
    follow(
      // Node would treat --env-file as its own option.
      spawn(process.execPath, ['--', cli, 'run', ...args], {
        cwd: workspace.path(cwd),
        env: {
          PATH: process.env['PATH'],
          HOME: workspace.root,
          AGENT_SECRETS_VAULT_URL: url,
          AGENT_SECRETS_KEY: key,
          BEFORE: 'there',
        },
      }),
    );
  const node = (program: string, ...args: readonly string[]) =>
    start([...args, '--', process.execPath, '-e', program]);

  /** Of programs that ran or were about to run. */
  const validTokens = async () => {
    const tokens = await vaultFor(vault.adminKey).tokens(accountId, { agentId: 'BOOKING' });
    return tokens.filter(({ revokedAt }) => revokedAt === undefined).map(({ name }) => name);
  };

  it('are set before the program starts, from options and files; the nearest wins', async () => {
    workspace.write(
      'agent/one.env',
      `# what the shop needs\nexport A="agent-secrets://crm/client_id"\nPLAIN=plain\nBEFORE=here\nSHOP_API_KEY=agent-secrets://stripe\n`,
    );
    workspace.write('agent/two.env', 'PLAIN=agent-secrets://my.secret\n');
    const { code, stdout, stderr } = await node(
      'const { A, B, C, PLAIN, BEFORE, SHOP_API_KEY } = process.env; console.log(JSON.stringify([A, B, C, PLAIN, BEFORE, SHOP_API_KEY]))',
      '--env-file',
      'one.env',
      '--env-file',
      'two.env',
      '--env',
      'B=stripe',
      '--env',
      'C=agent-secrets://my.secret',
      '--env',
      'A=crm.client_id',
    ).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([ofCrm, ofStripe, ofStripe, ofStripe, 'here', ofStripe]);
    expect(await validTokens()).toEqual([]);
  });

  it('a file without references needs no agent', async () => {
    workspace.write('agent/plain.env', 'PLAIN=plain\n');
    const { code, stdout } = await node(
      'console.log(process.env.PLAIN)',
      '--as',
      'sandbox',
      '--env-file',
      'plain.env',
    ).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'plain\n' });
  });

  it('are read as the agent, which the log of the vault shows', async () => {
    await node('', '--env', 'A=stripe').ended;
    const admin = vaultFor(vault.adminKey);
    const reads: string[] = [];
    for await (const event of admin.auditEvents(accountId, {})) {
      if (event.action === 'value.read') reads.push(event.actorRole);
    }
    expect(new Set(reads)).toEqual(new Set(['agent']));
  });

  it.runIf(existsSync('/proc/self/environ'))('are in no argument, and in no file', async () => {
    const run = node(`${say('ready')}; setInterval(() => {}, 1000)`, '--env', 'A=stripe');
    await run.line('ready');
    const id = await run.programId();
    for (const [file, process] of [
      ['cmdline', run.process.pid],
      ['environ', run.process.pid],
      ['cmdline', id],
    ]) {
      expect(readFileSync(`/proc/${String(process)}/${String(file)}`, 'latin1')).not.toContain(canary);
    }
    expect(readFileSync(`/proc/${id}/environ`, 'latin1')).toContain(`A=${ofStripe}`);
    run.process.kill('SIGTERM');
    await run.ended;
    expect(filesHolding(workspace.root, canary)).toEqual([]);
    expect(vault.log()).not.toContain(canary);
  });

  const files: Readonly<Record<string, string | Uint8Array>> = {
    'line.env': `A=1\n\n${canary}\n`,
    'quote.env': `A="${canary}\n`,
    'reference.env': `A=1\nB=agent-secrets://${canary}/a/b\n`,
    'steering.env': `A=1\nLD_PRELOAD=${canary}\n`,
    'missing.env': 'A=agent-secrets://nothing\n',
    'binary.env': Uint8Array.of(65, 61, 255, 254),
  };

  it.each([
    [['--env', 'A=nothing'], 'A cannot be set: secret "nothing" does not exist.'],
    [
      ['--env', 'A=my.secret'],
      'A cannot be set: secret "my" does not exist. If its name has a dot, write agent-secrets://my.secret.',
    ],
    [
      ['--env', 'A=not_granted'],
      'A cannot be set: the agent BOOKING has no access to "not_granted". Ask an account admin to grant it.',
    ],
    [['--env', 'A=crm'], 'A cannot be set: "crm" has several fields. Choose one of them: client_id.'],
    [['--env', 'A=crm.id'], 'A cannot be set: "crm" has no field "id". Its fields are: client_id.'],
    [['--env', 'A=stripe.id'], 'A cannot be set: "stripe" has no fields. Leave out "id".'],
    [['--env', 'B=stripe', '--env', 'A=nothing'], 'A cannot be set: secret "nothing" does not exist.'],
    [['--env', `=${canary}`], '--env takes VARIABLE=secret or VARIABLE=secret.field, never a value.'],
    [['--env', canary], '--env takes VARIABLE=secret or VARIABLE=secret.field, never a value.'],
    [
      ['--env', 'https_proxy=stripe'],
      'https_proxy cannot be set: it controls what programs run or trust. Choose another name.',
    ],
    [
      ['--env', 'AGENT_SECRETS_KEY=stripe'],
      'AGENT_SECRETS_KEY cannot be set: it controls what programs run or trust. Choose another name.',
    ],
    [['--env-file', 'line.env'], 'line.env, line 3: expected NAME=value.'],
    [['--env-file', 'quote.env'], 'quote.env, line 1: expected NAME=value.'],
    [
      ['--env-file', 'reference.env'],
      'reference.env, line 2: B is not a reference. Write agent-secrets://secret or agent-secrets://secret/field.',
    ],
    [
      ['--env-file', 'steering.env'],
      'steering.env, line 2: LD_PRELOAD cannot be set: it controls what programs run or trust. Choose another name.',
    ],
    [['--env-file', 'missing.env'], 'A cannot be set: secret "nothing" does not exist.'],
    [
      ['--env-file', 'binary.env'],
      'The file binary.env cannot be read. Check its path and its permissions, and that it is UTF-8.',
    ],
    [
      ['--env-file', 'no.env'],
      'The file no.env cannot be read. Check its path and its permissions, and that it is UTF-8.',
    ],
    [
      ['--as', 'sandbox', '--env', 'A=stripe'],
      'With --as sandbox, a program has no agent. Leave --env and references out.',
    ],
    [
      ['--agent', 'NONE', '--env', 'A=stripe'],
      'Agent NONE not found. List agents with `agent-secrets agents list`; a folder needs a project.yaml.',
    ],
  ])('%j starts nothing, and leaves no token', async (args, sentence) => {
    for (const [name, text] of Object.entries(files)) workspace.write(`agent/${name}`, text);
    const { code, stdout, stderr } = await start([...args, '--', 'touch', 'started']).ended;
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error: ${sentence}\n` });
    expect(existsSync(workspace.path('agent/started'))).toBe(false);
    expect(await validTokens()).toEqual([]);
  });

  it('-f prevents Node from reading the file before it is refused', async () => {
    workspace.write('agent/preload.cjs', "require('node:fs').writeFileSync('started', '')");
    workspace.write('agent/options.env', 'NODE_OPTIONS=--require ./preload.cjs\n');
    const { code, stderr } = await follow(
      spawn(process.execPath, [cli, 'run', '-f', 'options.env', '--', 'true'], {
        cwd: workspace.path('agent'),
        env: { PATH: process.env['PATH'], AGENT_SECRETS_VAULT_URL: vault.url, AGENT_SECRETS_KEY: key },
      }),
    ).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: options\.env, line 1: NODE_OPTIONS cannot be set: .*\n$/);
    expect(existsSync(workspace.path('agent/started'))).toBe(false);
  });

  it('without an agent nothing starts', async () => {
    const { code, stderr } = await start(['--env', 'A=stripe', '--', 'touch', 'started'], { cwd: '' }).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: No agent found for this folder\. .*\n$/);
    expect(existsSync(workspace.path('started'))).toBe(false);
  });

  it('an environment that is too large for any program is reported, and leaves no token', async () => {
    const admin = vaultFor(vault.adminKey);
    const large = {
      name: 'large',
      kind: 'single',
      value: canary.repeat(2000),
      agentIds: ['BOOKING'],
    } as const;
    await admin.createSecret(accountId, { ...large, agentIds: [...large.agentIds] });
    const options = Array.from({ length: 80 }, (_, index) => ['--env', `LARGE_${String(index)}=large`]);
    const { code, stderr } = await start([...options.flat(), '--', 'touch', 'started']).ended;
    expect({ code, stderr }).toEqual({
      code: 126,
      stderr: 'error: touch cannot be run: its arguments and variables are too large for this system.\n',
    });
    expect(await validTokens()).toEqual([]);
  });

  /** Each request that a run sends before it starts the program. */
  it.each([
    'GET /v1/me',
    'POST /v1/me/sandbox-sessions',
    'GET /v1/sandbox/environment',
    'DELETE /v1/me/sandbox-sessions/',
    'POST /v1/accounts/ACC/tokens',
    'GET /v1/agents/BOOKING/secrets/stripe/value',
    'GET /v1/agents/BOOKING/secrets/crm/value',
  ])('a vault that is lost at %s starts nothing, and leaves no token', async (lost) => {
    const [method, url = ''] = lost.replace('ACC', accountId).split(' ');
    const between = await proxyTo(vault.url, (incoming) => {
      const isLost = incoming.method === method && incoming.url?.startsWith(url) === true;
      if (isLost) incoming.socket.destroy();
      return Promise.resolve(!isLost);
    });
    const run = start(['--env', 'A=stripe', '--env', 'B=crm.client_id', '--', 'touch', 'started'], {
      url: between.url,
    });
    const { code, stdout, stderr } = await run.ended;
    between.close();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).not.toContain(canary);
    expect(existsSync(workspace.path('agent/started'))).toBe(false);
    expect(await validTokens()).toEqual([]);
  });

  it.each(stopping)(
    'a run that %s stops while it opens starts nothing, and leaves no token',
    async (signal) => {
      // More requests follow, so that the signal arrives before the program would start.
      const issuing = pauseAt(isIssue);
      const between = await proxyTo(vault.url, issuing.mayPass);
      const run = start(['--env', 'A=stripe', '--', 'touch', 'started'], { url: between.url });
      await issuing.reached;
      run.process.kill(signal);
      issuing.resume();
      const { code, stdout, stderr } = await run.ended;
      between.close();
      expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: '' });
      expect(existsSync(workspace.path('agent/started'))).toBe(false);
      expect(await validTokens()).toEqual([]);
    },
  );

  it('a second Ctrl+C does not prevent the token of a stopped run from being revoked', async () => {
    const [issuing, revoking] = [pauseAt(isIssue), pauseAt(isRevocation)];
    const between = await proxyTo(
      vault.url,
      async (incoming) => (await issuing.mayPass(incoming)) && revoking.mayPass(incoming),
    );
    const run = start(['--env', 'A=stripe', '--', 'touch', 'started'], { url: between.url });
    await issuing.reached;
    run.process.kill('SIGINT');
    issuing.resume();
    await revoking.reached;
    run.process.kill('SIGINT');
    revoking.resume();
    const { code, stdout, stderr } = await run.ended;
    between.close();
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: '' });
    expect(await validTokens()).toEqual([]);
  });

  it('a note without a reader does not prevent a token from being revoked', async () => {
    const run = start(['--env', 'A=stripe', '--', 'no-such-program']);
    run.process.stderr?.destroy();
    expect((await run.ended).code).toBe(127);
    expect(await validTokens()).toEqual([]);
  });

  it.each(stopping)('%s after the program does not prevent its token from being revoked', async (signal) => {
    const revoking = pauseAt(isRevocation);
    const between = await proxyTo(vault.url, revoking.mayPass);
    const run = start(['--env', 'A=stripe', '--', 'true'], { url: between.url });
    await revoking.reached;
    run.process.kill(signal);
    revoking.resume();
    const { code, stderr } = await run.ended;
    between.close();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await validTokens()).toEqual([]);
  });
});

const isIssue = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'POST' && url.endsWith('/tokens');
const isRevocation = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'DELETE' && url.includes('/tokens/');

/** Delays a request until it is resumed; it is lost when its sender has gone by then. */
function pauseAt(isPlace: (incoming: IncomingMessage) => boolean) {
  const reached = Promise.withResolvers<void>();
  const resumed = Promise.withResolvers<void>();
  const mayPass = async (incoming: IncomingMessage): Promise<boolean> => {
    if (!isPlace(incoming)) return true;
    reached.resolve();
    await resumed.promise;
    return !incoming.socket.destroyed;
  };
  return { reached: reached.promise, resume: resumed.resolve, mayPass };
}

/** Forwards requests to a vault when they are released. */
async function proxyTo(vaultUrl: string, mayPass: (incoming: IncomingMessage) => Promise<boolean>) {
  const handOn = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    if (!(await mayPass(incoming))) return;
    const { method = 'GET', url = '', headers } = incoming;
    const onward = request(`${vaultUrl}${url}`, { method, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 500, from.headers);
      from.pipe(answer);
    });
    incoming.pipe(onward);
  };
  const server = createServer((incoming, answer) => void handOn(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, close: () => server.close() };
}
