import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../server/support/bundle.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';
import { startVaultProcess, type VaultProcess } from '../../vault/support/vault-process.ts';

/** Runs a command at its own terminal. */
const pseudoTerminal = '/usr/bin/script';
const canary = 'not-a-real-canary-0815';

describe('an admin’s day in a shell', () => {
  const workspace = new TemporaryWorkspace('');
  const said: string[] = [];
  let vault: VaultProcess;
  beforeAll(async () => {
    vault = await startVaultProcess(workspace.path('data'));
    mkdirSync(workspace.path('bin'));
    const cli = await bundle('cli');
    const command = `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`;
    writeFileSync(workspace.path('bin/agent-secrets'), command, { mode: 0o755 });
  });
  afterAll(async () => {
    await vault.stop('SIGTERM');
    workspace[Symbol.dispose]();
  });

  /** What a shell prints when it runs a script; `agent-secrets` is on its path. */
  const shell = async (script: string, program = 'bash', env: Readonly<Record<string, string>> = {}) => {
    const child = spawn(program, ['-c', script], {
      cwd: workspace.root,
      env: {
        PATH: `${workspace.path('bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
        HOME: workspace.root,
        AGENT_SECRETS_VAULT_URL: vault.url,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let notes = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (notes += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    said.push(output, notes);
    return { code, output, notes };
  };

  it('goes from the first login to the last revoke', async () => {
    const login = await shell('agent-secrets login --key-file data/admin.key && agent-secrets whoami');
    expect(login).toMatchObject({ code: 0, notes: '' });
    expect(login.output).toMatch(/^Logged in to http.*\nVault .*\n.*\nRole +admin$/m);
    const kept = workspace.path('.config/agent-secrets/keys.json');
    expect(statSync(kept).mode & 0o777).toBe(0o600);

    const made = await shell(`set -e
      agent-secrets agents create BOOKING 'Hotel booking'
      echo ${canary} | agent-secrets secrets create stripe_api_key --agent BOOKING --description 'pays'
      printf '{"id":"1","secret":"${canary}"}' > crm.json
      agent-secrets secrets create crm --kind key_value --value-file crm.json
      printf 'SMTP_PASSWORD=${canary}\n' > prod.env
      agent-secrets secrets import prod.env --agent BOOKING 2>&1
      agent-secrets access grant crm stripe_api_key --agent BOOKING
      agent-secrets secrets list`);
    expect(made).toMatchObject({ code: 0, notes: '' });
    expect(made.output).toMatch(/^crm +key_value +1 +BOOKING +now$/m);
    expect(made.output).toContain('Created 1 secret.\n');
    expect(made.output).toContain('prod.env still contains the values');
    expect(made.output).toMatch(/^smtp_password +single +1 +BOOKING +now$/m);
    expect(made.output).toMatch(/^stripe_api_key +single +1 +BOOKING +now +pays$/m);

    const token = await shell(
      'agent-secrets tokens issue runtime --agent BOOKING > agent.key; cat agent.key',
    );
    expect(token.output).toMatch(/^ags_agent_\w{49}\n$/);
    said.pop();
    said.pop();
    const read = () =>
      fetch(`${vault.url}/v1/agents/BOOKING/secrets/stripe_api_key/value`, {
        headers: { authorization: `Bearer ${token.output.trim()}` },
      }).then(async (answer) => ({ status: answer.status, text: await answer.text() }));
    expect((await read()).text).toContain(`"${canary}"`);

    const rotated = await shell(
      `echo ${canary}-2 | agent-secrets secrets set stripe_api_key && agent-secrets secrets versions stripe_api_key --json`,
    );
    expect(rotated).toMatchObject({ code: 0 });
    expect((await read()).text).toContain(`"${canary}-2"`);

    const revoked = await shell(`agent-secrets access revoke stripe_api_key --agent BOOKING
      agent-secrets secrets delete crm
      agent-secrets secrets delete crm --yes && agent-secrets secrets purge crm --yes
      agent-secrets audit list --action value.read --since 1h --json
      agent-secrets audit verify`);
    expect(revoked.code).toBe(0);
    expect(revoked.notes).toContain('Add --yes, because there is no terminal to ask for confirmation.');
    expect(revoked.output).toContain('The audit log is intact');
    expect((await read()).status).toBe(403);
    expect(said.join('\n')).not.toContain('not-a-real-canary');
    expect(said.join('\n')).not.toContain(vault.adminKey);
  });

  it.each(['bash', 'zsh', 'fish'])('is completed by %s, including names of the vault', async (program) => {
    // Not every machine has every shell; bash is everywhere.
    if (program !== 'bash' && !shellIsThere(program)) return;
    const env = { AGENT_SECRETS_KEY: vault.adminKey };
    const prepare = `agent-secrets agents list | grep -q CRM || agent-secrets agents create CRM x
      echo x | agent-secrets secrets create 'two words ${program}'`;
    await shell(prepare, 'bash', env);
    const { output, notes } = await shell(completions[program] ?? '', program, env);
    expect(notes).toBe('');
    expect(output.split('\n')).toEqual(
      expect.arrayContaining([
        'secrets',
        'key_value',
        'CRM',
        expect.stringMatching(/^two\\? words/),
        '--value-file',
      ]),
    );
    expect(output).not.toMatch(/^(--value|__complete)$/m);
  });

  it('does not complete a name that bash would run within quotes', async () => {
    const env = { AGENT_SECRETS_KEY: vault.adminKey };
    const hostile = ['hostile$(touch run)', 'hostile`touch run`', 'hostile"; touch run; "', "hostile'x"];
    for (const name of ['hostile plain', ...hostile]) {
      await shell(`echo x | agent-secrets secrets create "$NAME"`, 'bash', { ...env, NAME: name });
    }
    const { output } = await shell(
      `${tryBash}
      try secrets show '"hos'
      try secrets show "'hos"`,
      'bash',
      env,
    );
    expect(output).toBe('hostile plain\nhostile plain\n');
    expect((await shell(`${tryBash}\n try secrets show hos`, 'bash', env)).output).toContain(
      String.raw`hostile\$\(touch\ run\)`,
    );
  });

  it('forgets its key at the end', async () => {
    const { code, output, notes } = await shell('agent-secrets logout; agent-secrets whoami');
    expect({ code, output }).toEqual({ code: 2, output: `Deleted the stored key of ${vault.url}.\n` });
    expect(notes).toContain('agent-secrets login');
    expect(readFileSync(workspace.path('.config/agent-secrets/keys.json'), 'utf8')).not.toContain('ags_');
  });

  it('prompts without echo at a real terminal, and shows nothing of the answer', async () => {
    if (!existsSync(pseudoTerminal)) return;
    const child = spawn(pseudoTerminal, ['-qec', 'agent-secrets secrets create typed', '/dev/null'], {
      cwd: workspace.root,
      env: {
        PATH: `${workspace.path('bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
        HOME: workspace.root,
        AGENT_SECRETS_VAULT_URL: vault.url,
        AGENT_SECRETS_KEY: vault.adminKey,
      },
    });
    let output = '';
    const questions = ['Value (hidden): ', 'again: '];
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (questions[0] === undefined || !output.includes(questions[0])) return;
      questions.shift();
      child.stdin.write(`${canary}\n`);
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(output).toContain('Value (hidden): ');
    expect(output).toContain('Created the secret "typed"');
    expect(output).not.toContain(canary);
  });
});

/** Each prints its completions at five places of a line. */
const lines: readonly (readonly string[])[] = [
  ['sec'],
  ['secrets', 'create', 'x', '--kind', 'k'],
  ['access', 'grant', 'x', '--agent', ''],
  ['secrets', 'show', 'two'],
  ['secrets', 'create', '--v'],
];

const tryBash = `source <(agent-secrets completion bash)
    try() { COMP_WORDS=(agent-secrets "$@"); COMP_CWORD=$#; COMP_LINE="agent-secrets $*"; COMP_POINT=\${#COMP_LINE}
      _agent_secrets; printf '%s\\n' "\${COMPREPLY[@]}"; }`;

const completions: Readonly<Record<string, string>> = {
  bash: `${tryBash}
    ${lines.map((words) => `try ${quoted(words)}`).join('\n')}`,
  zsh: `source <(agent-secrets completion zsh)
    compadd() { shift; print -l -- "$@" }
    try() { words=(agent-secrets "$@"); CURRENT=$#words; _agent_secrets }
    ${lines.map((words) => `try ${quoted(words)}`).join('\n')}`,
  fish: `agent-secrets completion fish | source
    ${lines.map((words) => `complete -C "agent-secrets ${words.join(' ')}"`).join('\n')}`,
};

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

function shellIsThere(program: string): boolean {
  return ['/usr/bin', '/bin', '/usr/local/bin'].some((folder) => existsSync(path.join(folder, program)));
}
