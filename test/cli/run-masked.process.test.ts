import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';
import { follow, say } from './support/followed-program.ts';

/** Runs a command at its own terminal. */
const pseudoTerminal = '/usr/bin/script';
const ofAgent = 'not-a-real-key+of/the=agent';
const ofPerson = 'not-a-real-word';

describe('agent-secrets run --mask', () => {
  const workspace = new TemporaryWorkspace('');
  let cli: string;
  let vault: VaultProcess;
  let env: Record<string, string | undefined>;

  beforeAll(async () => {
    cli = await bundle('cli');
    vault = await startVaultProcess(workspace.path('data'));
    const vaultFor = (key: string) => createVaultClient({ url: vault.url, key, fetch });
    const admin = vaultFor(vault.adminKey);
    const { accountId } = await admin.me();
    await admin.createAgent(accountId, { agentId: 'BOOKING', agentName: 'Hotel booking' });
    const secret = { name: 'stripe', kind: 'single', value: ofAgent } as const;
    await admin.createSecret(accountId, { ...secret, agentIds: ['BOOKING'] });
    const user = await admin.createUser(accountId, { name: 'Ann', role: 'admin' });
    const { token } = await admin.issueToken(accountId, { name: 'ann', role: 'admin', userId: user.id });
    await vaultFor(token).createVariable({ name: 'WORD', value: ofPerson });
    workspace.write('project.yaml', 'project_id: BOOKING\naccount_id: a\nregion: eu\nproject_name: H\n');
    env = {
      PATH: process.env['PATH'],
      HOME: workspace.root,
      TERM: 'xterm',
      SHELL: '/bin/sh',
      AGENT_SECRETS_VAULT_URL: vault.url,
      AGENT_SECRETS_KEY: token,
    };
  });
  afterAll(async () => {
    await vault.stop('SIGTERM');
    workspace[Symbol.dispose]();
  });

  const options = ['--mask', '--env', 'KEY=stripe'];
  const start = (...command: readonly string[]) =>
    follow(spawn(process.execPath, [cli, 'run', ...options, '--', ...command], { cwd: workspace.root, env }));
  const node = (program: string) => start(process.execPath, '-e', program);

  it("masks the program's values in both outputs, and passes its exit code on", async () => {
    const { code, stdout, stderr } = await node(`
      const { KEY, WORD, AGENT_SECRETS_AGENT_TOKEN: token } = process.env;
      console.log(KEY, WORD, Buffer.from(KEY).toString('base64'), encodeURIComponent(KEY));
      process.stderr.write(token + ' and ' + JSON.stringify({ KEY }));
      process.exitCode = 7;`).ended;
    expect({ code, stdout, stderr }).toEqual({
      code: 7,
      stdout: '[masked] [masked] [masked] [masked]\n',
      stderr: '[masked] and {"KEY":"[masked]"}',
    });
  });

  it('masks a value that is written in pieces', async () => {
    const { stdout } = await node(`
      const { KEY } = process.env;
      process.stdout.write('key=' + KEY.slice(0, 5), () => process.stdout.write(KEY.slice(5) + '.'));`).ended;
    expect(stdout).toBe('key=[masked].');
  });

  it('passes on bytes that are not text, and the input', async () => {
    const run = start(process.execPath, '-e', 'process.stdin.pipe(process.stdout)');
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    const seen: Buffer[] = [];
    run.process.stdout?.on('data', (chunk: Buffer) => seen.push(chunk));
    run.process.stdin?.end(bytes);
    await run.ended;
    expect(Buffer.concat(seen)).toEqual(bytes);
  });

  it('shows a prompt that begins like a value', async () => {
    const run = node(`
      process.stdout.write('Say not-a');
      process.stdin.once('data', (answer) => { console.log('; heard ' + answer); process.exit(); });`);
    await run.line('Say not-a');
    run.process.stdin?.write('yes');
    expect((await run.ended).stdout).toBe('Say not-a; heard yes\n');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on', async (signal) => {
    const run = node(
      `process.on('${signal}', () => { console.log('heard'); process.exit(5) }); ${say('ready')}; setInterval(() => {}, 1000)`,
    );
    await run.line('ready');
    run.process.kill(signal);
    const { code, stdout } = await run.ended;
    expect({ code, heard: stdout.split('heard').length - 1 }).toEqual({ code: 5, heard: 1 });
  });

  it('has exit codes for a program killed by a signal, and for a missing one', async () => {
    expect((await node("process.kill(process.pid, 'SIGKILL')").ended).code).toBe(137);
    const { code, stderr } = await start('no-such-program').ended;
    expect(code).toBe(127);
    expect(stderr).toBe('error: Command no-such-program not found. Check its name and the PATH.\n');
  });

  it('ends with a program whose reader has left', async () => {
    const run = node(
      `process.stdout.on('error', () => process.exit(3)); setInterval(() => console.log('more'), 1)`,
    );
    await run.line('more');
    run.process.stdout?.destroy();
    expect((await run.ended).code).toBe(3);
  });

  describe.runIf(existsSync(pseudoTerminal))('at a terminal', () => {
    /** In place of a shell: what Ctrl+C does to a waiting shell differs from shell to shell. */
    const atTerminal = (program: string, ...args: readonly string[]) => {
      workspace.write('program.cjs', program);
      const words = [process.execPath, cli, 'run', ...options, '--', process.execPath];
      const quoted = [...words, workspace.path('program.cjs'), ...args].map(
        (word) => `'${word.replaceAll("'", String.raw`'\''`)}'`,
      );
      const line = `tty; stty cols 93 rows 31; exec ${quoted.join(' ')}`;
      return follow(
        spawn(pseudoTerminal, ['-qec', line, '/dev/null'], {
          cwd: workspace.root,
          env,
        }),
      );
    };

    it('the program has a terminal of the same size, its arguments and its variables', async () => {
      const { code, stdout } = await atTerminal(
        `const { stdin, stdout, stderr, argv, env } = process;
        console.log(JSON.stringify([stdin.isTTY, stdout.isTTY, stderr.isTTY, stdout.columns, stdout.rows]));
        console.log(JSON.stringify([argv.slice(2), env.SHELL, 'AGENT_SECRETS_KEY' in env]));
        console.log(env.KEY); console.error(env.WORD); process.exitCode = 7;`,
        "it's",
        '$HOME "\\',
        '',
      ).ended;
      const lines = stdout.split('\r\n').slice(1);
      expect({ code, lines }).toEqual({
        code: 7,
        lines: [
          '[true,true,true,93,31]',
          JSON.stringify([["it's", '$HOME "\\', ''], '/bin/sh', false]),
          '[masked]',
          '[masked]',
          '',
        ],
      });
    });

    it('receives Ctrl+C once', async () => {
      const run = atTerminal(
        `process.on('SIGINT', () => { console.log('heard'); setTimeout(() => process.exit(0), 300) }); ${say('ready')}; setInterval(() => {}, 1000)`,
      );
      await run.line('ready');
      run.process.stdin?.write('\u0003');
      const { code, stdout } = await run.ended;
      expect({ code, heard: stdout.split('heard').length - 1 }).toEqual({ code: 0, heard: 1 });
    });

    it('is notified when the window changes its size', async () => {
      const run = atTerminal(
        `process.stdout.on('resize', () => { console.log('now ' + process.stdout.columns); process.exit() }); ${say('ready')}; setInterval(() => {}, 1000)`,
      );
      await run.line('ready');
      execFileSync('stty', ['-F', await run.line('/dev/'), 'cols', '120']);
      expect((await run.ended).stdout).toContain('now 120\r\n');
    });

    it('receives the signals that are sent to us, and our exit code reflects its end', async () => {
      for (const [signal, code] of [
        ['SIGTERM', 143],
        ['SIGUSR2', 140],
      ] as const) {
        const run = atTerminal(
          `console.log('ours ' + process.ppid); ${say('ready')}; setInterval(() => {}, 1000)`,
        );
        await run.line('ready');
        const ours = parentOf(parentOf(await run.programId()));
        process.kill(ours, signal);
        expect((await run.ended).code).toBe(code);
      }
    });

    it('gets its input key by key', async () => {
      const run = atTerminal(
        `process.stdin.setRawMode(true); process.stdout.write('Word: '); process.stdin.on('data', (key) => { console.log('key ' + JSON.stringify(String(key))); process.exit() })`,
      );
      await run.line('Word: ');
      run.process.stdin?.write('\u001B[A');
      expect((await run.ended).stdout).toContain(String.raw`key "\u001b[A"`);
    });

    it.each([
      ['no-such-program', process.env['PATH'], 127, 'no-such-program'],
      [process.execPath, '/nowhere', 0, 'note: with --mask, the program gets pipes instead of the terminal'],
    ])('shows what is missing, for %s in %s', async (program, PATH, code, told) => {
      const words = `exec '${process.execPath}' '${cli}' run --mask -- '${program}' -p process.stdout.isTTY`;
      const run = follow(
        spawn(pseudoTerminal, ['-qec', words, '/dev/null'], {
          cwd: workspace.root,
          env: { ...env, PATH },
        }),
      );
      const ended = await run.ended;
      expect(ended.code).toBe(code);
      expect(ended.stdout).toContain(told);
    });
  });
});

function parentOf(id: number): number {
  return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(id)]).toString());
}
