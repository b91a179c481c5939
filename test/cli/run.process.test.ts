import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';
import { filesHolding, follow, say } from './support/followed-program.ts';

/** Runs a command at its own terminal. */
const pseudoTerminal = '/usr/bin/script';
const canary = 'not-a-real-canary-of-a-run';
const ofAgent = 'not-a-real-canary-of-the-agent';

describe('agent-secrets run', () => {
  const workspace = new TemporaryWorkspace('');
  const keys = { admin: '', author: '' };
  let cli: string;
  let vault: VaultProcess;

  beforeAll(async () => {
    cli = await bundle('cli');
    vault = await startVaultProcess(workspace.path('data'));
    const admin = vaultFor(vault.adminKey);
    const { accountId } = await admin.me();
    await admin.createAgent(accountId, { agentId: 'BOOKING', agentName: 'Hotel booking' });
    await admin.createSecret(accountId, {
      name: 'stripe',
      kind: 'single',
      value: ofAgent,
      agentIds: ['BOOKING'],
    });
    for (const role of ['admin', 'author'] as const) {
      const user = await admin.createUser(accountId, { name: `Ann ${role}`, role });
      const { token } = await admin.issueToken(accountId, { name: `ann-${role}`, role, userId: user.id });
      await vaultFor(token).createVariable({ name: 'SHOP_API_KEY', value: canary });
      keys[role] = token;
    }
    mkdirSync(workspace.path('agent/functions'), { recursive: true });
    writeFileSync(
      workspace.path('agent/project.yaml'),
      'project_id: BOOKING\naccount_id: a\nregion: eu\nproject_name: Hotel booking\n',
    );
  });
  afterAll(async () => {
    await vault.stop('SIGTERM');
    workspace[Symbol.dispose]();
  });

  const vaultFor = (key: string) => createVaultClient({ url: vault.url, key, fetch });

  const start = (args: readonly string[], { key = keys.admin, cwd = 'agent/functions', url = vault.url }) =>
    follow(
      spawn(process.execPath, [cli, 'run', ...args], {
        cwd: workspace.path(cwd),
        env: {
          PATH: process.env['PATH'],
          HOME: workspace.root,
          AGENT_SECRETS_VAULT_URL: url,
          ...(key && { AGENT_SECRETS_KEY: key }),
        },
      }),
    );
  /** Runs a program in Node; it may write `line`s that the test waits for. */
  const node = (program: string, options: { key?: string; cwd?: string; args?: readonly string[] } = {}) =>
    start([...(options.args ?? []), '--', process.execPath, '-e', program], options);

  /** The decisions since the test began, newest last; the log has no values. */
  const actionsSince = async (seq: number) => {
    const found: string[] = [];
    for await (const event of vaultFor(vault.adminKey).auditEvents(
      (await vaultFor(vault.adminKey).me()).accountId,
      {},
    )) {
      if (event.seq > seq && event.actorRole !== 'vault') found.push(event.action);
    }
    return found;
  };
  const lastSeq = async () => {
    let last = 0;
    const admin = vaultFor(vault.adminKey);
    for await (const { seq } of admin.auditEvents((await admin.me()).accountId, {})) {
      last = Math.max(last, seq);
    }
    return last;
  };
  const tokenIsAlive = async (token: string) => (await statusWith(token)) === 200;
  const statusWith = (token: string): Promise<number> =>
    fetch(`${vault.url}/v1/agents/BOOKING/secrets/stripe/value`, {
      headers: { authorization: `Bearer ${token}` },
    }).then(({ status }) => status);

  it('gives the program the variables, the vault and a token of the agent above the folder, and no key', async () => {
    const { code, stdout, stderr } = await node(`
      const { SHOP_API_KEY, AGENT_SECRETS_AGENT_TOKEN: token, AGENT_SECRETS_AGENT: agent } = process.env;
      const url = process.env.AGENT_SECRETS_VAULT_URL + '/v1/agents/' + agent + '/secrets/stripe/value';
      fetch(url, { headers: { authorization: 'Bearer ' + token } }).then((answer) => answer.json()).then(({ value }) => {
        console.log(SHOP_API_KEY === '${reversed(canary)}'.split('').reverse().join(''));
        console.log(value === '${reversed(ofAgent)}'.split('').reverse().join(''));
        console.log(Object.values(process.env).some((one) => one.includes('ags_admin')), process.argv.length);
      });`).ended;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'true\ntrue\nfalse 1\n', stderr: '' });
  });

  it.runIf(existsSync('/proc/self/environ'))(
    'shows values in no argument and in no file, and not even in its own environment',
    async () => {
      const run = node(`${say('ready')}; setInterval(() => {}, 1000)`);
      await run.line('ready');
      const seen = ['cmdline', 'environ'].map((file) =>
        readFileSync(`/proc/${String(run.process.pid)}/${file}`, 'latin1'),
      );
      expect(seen.join()).toContain(keys.admin);
      expect(seen.join()).not.toContain(canary);
      expect(readFileSync(`/proc/${await run.programId()}/environ`, 'latin1')).toContain(canary);
      expect(readFileSync(`/proc/${await run.programId()}/cmdline`, 'latin1')).not.toContain(canary);
      run.process.kill('SIGTERM');
      await run.ended;
      expect(filesHolding(workspace.root, canary)).toEqual([]);
      expect(vault.log()).not.toContain(canary);
    },
    20_000,
  );

  it('passes the exit code on, revokes the token, and ends the session', async () => {
    const before = await lastSeq();
    const { code, stdout } = await node(
      'console.log(process.env.AGENT_SECRETS_AGENT_TOKEN); process.exitCode = 7',
    ).ended;
    expect(code).toBe(7);
    expect(stdout).toMatch(/^ags_agent_\w+\n$/);
    expect(await statusWith(stdout.trim())).toBe(401);
    expect((await actionsSince(before)).toSorted()).toEqual(
      expect.arrayContaining([
        'environment.read',
        'sandbox.end',
        'sandbox.start',
        'token.issue',
        'token.revoke',
      ]),
    );
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on, and the program decides what it means',
    async (signal) => {
      const run = node(
        `process.on('${signal}', () => { console.log('heard'); process.exit(5) }); ${say('ready')}; setInterval(() => {}, 1000)`,
      );
      await run.line('ready');
      run.process.kill(signal);
      const { code, stdout } = await run.ended;
      expect({ code, heard: stdout.split('heard').length - 1 }).toEqual({ code: 5, heard: 1 });
    },
  );

  it('a killed program ends its session too, and the exit code shows the signal', async () => {
    const run = node(`${say('AGENT_SECRETS_AGENT_TOKEN', true)}; setInterval(() => {}, 1000)`);
    const token = await run.line('ags_agent_');
    expect(await tokenIsAlive(token)).toBe(true);
    process.kill(await run.programId(), 'SIGKILL');
    expect((await run.ended).code).toBe(137);
    expect(await statusWith(token)).toBe(401);
  });

  it("nothing but the agent's token outlives a run that is itself killed", async () => {
    const before = await lastSeq();
    const run = node(`${say('ready')}; setInterval(() => {}, 1000)`);
    await run.line('ready');
    run.process.kill('SIGKILL');
    await new Promise((resolve) => run.process.once('exit', resolve));
    process.kill(await run.programId(), 'SIGKILL');
    expect(await actionsSince(before)).toEqual(expect.arrayContaining(['sandbox.start', 'sandbox.end']));
  });

  it('a program at a terminal receives Ctrl+C once', async () => {
    if (!existsSync(pseudoTerminal)) return;
    const program = `process.on('SIGINT', () => { console.log('heard'); setTimeout(() => process.exit(0), 300) }); ${say('ready')}; setInterval(() => {}, 1000)`;
    writeFileSync(workspace.path('heard.js'), program);
    // In place of a shell: what Ctrl+C does to a waiting shell differs from shell to shell.
    const command = `exec "${process.execPath}" "${cli}" run -- "${process.execPath}" "${workspace.path('heard.js')}"`;
    const run = follow(
      spawn(pseudoTerminal, ['-qec', command, '/dev/null'], {
        cwd: workspace.path('agent'),
        env: { ...process.env, AGENT_SECRETS_VAULT_URL: vault.url, AGENT_SECRETS_KEY: keys.admin },
      }),
    );
    await run.line('ready');
    run.process.stdin?.write('\u0003');
    const { code, stdout } = await run.ended;
    expect({ code, heard: stdout.split('heard').length - 1 }).toEqual({ code: 0, heard: 1 });
  });

  it('an author gets their variables, and a note why there is no token', async () => {
    const program = `console.log('SHOP_API_KEY' in process.env, 'AGENT_SECRETS_AGENT_TOKEN' in process.env)`;
    const plain = await node(program, { key: keys.author }).ended;
    expect(plain).toMatchObject({ code: 0, stdout: 'true false\n' });
    expect(plain.stderr).toMatch(/^note: your role cannot issue agent tokens.*--as sandbox.*\n$/);
    const meant = await node(program, { key: keys.author, args: ['--as', 'sandbox'] }).ended;
    expect(meant).toEqual({ code: 0, stdout: 'true false\n', stderr: '' });
  });

  it('finds an agent by its name or folder from anywhere', async () => {
    const program = 'console.log(process.env.AGENT_SECRETS_AGENT)';
    for (const agent of ['Hotel booking', 'BOOKING', 'agent/functions']) {
      const { stdout } = await node(program, { cwd: '', args: ['--agent', agent] }).ended;
      expect(stdout).toBe('BOOKING\n');
    }
  });

  it('starts nothing when something is missing, and says what', async () => {
    const refused = async (args: readonly string[], options: Parameters<typeof start>[1] = {}) => {
      const { code, stdout, stderr } = await start([...args, '--', 'touch', 'started'], options).ended;
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(await refused([], { key: '' })).toContain('Run `agent-secrets login`');
    expect(await refused([], { key: 'ags_admin_unknown' })).toMatch(/^error: .*sign in/);
    expect(await refused([], { url: 'http://127.0.0.1:9' })).toContain('127.0.0.1:9');
    expect(await refused(['--as', 'agent'], { key: keys.author })).toContain(
      'The role author cannot issue a token for BOOKING. Ask an account admin',
    );
    expect(await refused(['--as', 'agent'], { cwd: '' })).toContain('No agent found for this folder.');
    expect(await refused(['--agent', 'NOBODY'])).toContain('Agent NOBODY not found.');
    expect(await refused(['--as', 'sandbox', '--agent', 'BOOKING'])).toContain('Leave --agent out');
    expect(existsSync(workspace.path('agent/functions/started'))).toBe(false);
  }, 30_000);

  it('says when there is no agent here, since the program then reads no secrets of one', async () => {
    const { code, stderr } = await node('', { cwd: '' }).ended;
    expect(code).toBe(0);
    expect(stderr).toContain('no project.yaml');
    const meant = await node('', { cwd: '', args: ['--as', 'sandbox'] }).ended;
    expect(meant.stderr).toBe('');
  });

  it('an unknown command is reported, and leaves no token behind', async () => {
    const before = await lastSeq();
    const { code, stderr } = await start(['--', 'no-such-program'], {}).ended;
    expect(code).toBe(127);
    expect(stderr).toBe('error: Command no-such-program not found. Check its name and the PATH.\n');
    expect(await actionsSince(before)).toContain('token.revoke');
  });
});

/** So that the program itself does not contain the value searched for. */
function reversed(text: string): string {
  return text.split('').toReversed().join('');
}
