import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as signIn from '../../../sign-in/index.ts';
import { runCommandLine } from '../../../cli/program.ts';
import type { CliHost } from '../../../cli/host/cli-host.ts';
import { capture } from '../support/captured-host.ts';
import { browse, type Visitor } from '../../sign-in/support/browser.ts';
import { startTeam, type Team } from '../../sign-in/support/team.ts';

let team: Team;
beforeEach(async () => {
  team = await startTeam();
});
afterEach(() => team.close());

const keysOf = (home = 'home') => path.join(team.directory, home, 'agent-secrets', 'keys.json');

/** Runs a command as a user with a browser would. */
async function run(args: readonly string[], visitor: Visitor = { login: 'ada' }, home = 'home') {
  const changes: Partial<CliHost> = {
    cwd: team.directory,
    env: { XDG_CONFIG_HOME: path.join(team.directory, home), AGENT_SECRETS_VAULT_URL: team.vault.url },
    fetch,
    signIn: { load: () => signIn, fetch, openUrl: (url) => void browse(url, visitor) },
  };
  const { host, output, notes } = capture(changes);
  const code = await runCommandLine(args, host);
  return { code, output: output(), notes: notes.join('\n') };
}

describe('agent-secrets login', () => {
  it('signs in with a browser, after which other commands need no key', async () => {
    const login = await run(['login', '--browser']);
    expect(login).toMatchObject({ code: 0 });
    expect(login.output).toContain('as Ada (admin, ');
    expect(login.notes).toContain(`${team.provider.issuer}/auth?`);
    expect(statSync(keysOf()).mode & 0o777).toBe(0o600);
    expect(await run(['secrets', 'list'])).toMatchObject({ code: 0 });
    expect(login.output + login.notes).not.toContain('ags_');
  });

  it('signs in immediately at a terminal, where the vault offers it', async () => {
    const { host, output } = capture({
      env: { XDG_CONFIG_HOME: path.join(team.directory, 'home') },
      fetch,
      input: { ...capture().host.input, isTerminal: true },
      signIn: { load: () => signIn, fetch, openUrl: (url) => void browse(url, { login: 'ada' }) },
    });
    expect(await runCommandLine(['login', '--vault', team.vault.url], host)).toBe(0);
    expect(output()).toContain('as Ada (admin, ');
  });

  it('says why the sign-in failed, and stores nothing', async () => {
    const declined = await run(['login', '--browser'], { login: 'ada', declines: true });
    expect(declined).toMatchObject({ code: 2, output: '' });
    expect(declined.notes).toContain('declined');
    team.provider.people.set('eve', { groups: [] });
    const refused = await run(['login', '--browser'], { login: 'eve' });
    expect(refused.notes).toContain('you are not allowed to sign in there');
    expect(() => readFileSync(keysOf())).toThrow('ENOENT');
  });
});

describe('agent-secrets logout', () => {
  it('ends the session at the vault, not only on this machine', async () => {
    await run(['login', '--browser']);
    const kept = readFileSync(keysOf(), 'utf8');
    expect(await run(['logout'])).toMatchObject({ code: 0, notes: '' });
    writeFileSync(keysOf(), kept, { mode: 0o600 });
    expect((await run(['secrets', 'list'])).notes).toContain('has expired or was revoked');
  });

  it('ends the sessions on other machines too when requested', async () => {
    await run(['login', '--browser'], undefined, 'laptop');
    await run(['login', '--browser']);
    expect((await run(['logout', '--everywhere'])).output).toContain('Signed out everywhere');
    const elsewhere = await run(['secrets', 'list'], undefined, 'laptop');
    expect(elsewhere.notes).toContain('has expired or was revoked');
  });

  it('leaves an issued key valid', async () => {
    const key = path.join(team.directory, 'data', 'admin.key');
    await run(['login', '--key-file', key]);
    const logout = await run(['logout']);
    expect(logout.output).toContain('Deleted the stored key of');
    expect(await run(['secrets', 'list', '--key-file', key])).toMatchObject({ code: 0 });
  });
});
