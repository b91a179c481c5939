import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../vault/support/session.ts';
import { openTestVault, type TestVault } from '../../vault/support/test-vault.ts';
import { shellOf } from '../support/admin-shell.ts';

let test: TestVault;
let shell: ReturnType<typeof shellOf>;
beforeEach(async () => {
  test = await openTestVault();
  shell = shellOf(test);
});
afterEach(() => test.close());

const hour = 3_600_000;
const day = 24 * hour;
const status = async (key: string) => (await test.send({ url: '/v1/me', key })).status;

describe('tokens revoke --issued-before', () => {
  it('counts with --dry-run, asks, and revokes all but its own key', async () => {
    const session = await startSession(test, 'author');
    const old = await test.issue('reviewer');
    test.advance(2 * hour);
    const fresh = await test.issue('reviewer');
    const revoke = ['tokens', 'revoke', '--issued-before', '1h'];
    const counted = await shell.run([...revoke, '--dry-run']);
    expect(counted.notes).toBe('');
    expect(counted.output).toContain('Would revoke 1 token, 1 sign-in and 0 sandbox sessions.');
    expect(counted.output).toContain('Your own key is also that old, but it stays valid.');
    expect(await shell.run(revoke)).toMatchObject({ code: 2, output: '' });
    expect(await status(old)).toBe(200);
    expect(await shell.run(revoke, { typed: ['y'] })).toMatchObject({ code: 0 });
    expect(shell.questions.join('')).toContain(
      'Permanently revoke 1 token, 1 sign-in and 0 sandbox sessions',
    );
    expect([await status(old), await status(session)]).toEqual([401, 401]);
    expect([await status(fresh), await status(test.adminKey)]).toEqual([200, 200]);
    const again = await shell.run([...revoke, '--yes', '--json']);
    expect(JSON.parse(again.output)).toEqual({ tokens: 0, signIns: 0, sandboxes: 0, keptOwn: true });
  });

  it.each([
    [['tokens', 'revoke']],
    [['tokens', 'revoke', 'tok_1', '--issued-before', '1h']],
    [['tokens', 'revoke', 'tok_1', '--dry-run']],
  ])('is rejected as %j', async (args) => {
    const { code, notes } = await shell.run([...args, '--yes']);
    expect(code).toBe(2);
    expect(notes).toContain('Choose what to revoke');
  });
});

describe('a key that expires soon', () => {
  it('is mentioned by every command, and in the list of tokens', async () => {
    expect((await shell.run(['agents', 'list'])).notes).toBe('');
    test.advance(340 * day);
    const { notes, output } = await shell.run(['tokens', 'list']);
    expect(notes).toContain('your key expires in 25 days. Issue a new one before then');
    expect(output).toContain('Admin keys expire soon: tok_');
  });

  it('is not mentioned for a sign-in, which ends within hours', async () => {
    const key = await startSession(test, 'admin');
    expect((await shell.run(['agents', 'list'], { key })).notes).toBe('');
  });
});

describe('tokens list', () => {
  it('shows who issued each', async () => {
    await shell.run(['tokens', 'issue', 'mine', '--role', 'reviewer']);
    const { output } = await shell.run(['tokens', 'list']);
    expect(output).toMatch(/^TOKEN +NAME +ROLE .*ISSUED BY +ENDS +LAST USED/m);
    expect(output).toMatch(/ mine +reviewer +(- +)*Admin /);
  });

  it('accepts no later expiry than the vault allows', async () => {
    const { code, notes } = await shell.run([
      'tokens',
      'issue',
      'x',
      '--role',
      'reviewer',
      '--expires',
      '53w',
    ]);
    expect(code).toBe(2);
    expect(notes).toContain('In this vault, a token of a person can be valid for at most 366 days.');
  });
});
