import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault, valueUrl } from '../../vault/support/test-vault.ts';
import { shellOf } from '../support/admin-shell.ts';

const canary = 'not-a-real-canary-2207';
let test: TestVault;
let shell: ReturnType<typeof shellOf>;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('taken', 'not-a-real-key');
  shell = shellOf(test);
});
afterAll(() => test.close());

const run = (piped: string, ...more: readonly string[]) =>
  shell.run(['secrets', 'import', '-', ...more], { piped });
const stored = async () => {
  const { json } = await test.send({ url: '/v1/accounts/acc_test/secrets', key: test.adminKey });
  return (json as { secrets: { name: string }[] }).secrets.map(({ name }) => name);
};

describe('secrets import', () => {
  it('first shows what it would create, without values', async () => {
    const piped = `{"crm": {"user": "me", "key": "${canary}"}, "stripe": "${canary}"}`;
    const { code, output } = await run(piped, '--dry-run');
    expect(code).toBe(0);
    expect(output).toBe(
      [
        'LINE  NAME    FIELDS',
        '   1  crm     user, key',
        '   1  stripe',
        '',
        '2 secrets can be imported. This was a dry run: no secret was created.\n',
      ].join('\n'),
    );
    expect(await stored()).toEqual(['taken']);
  });

  it('creates a secret per variable, for all given agents, and reminds of the file', async () => {
    const piped = `STRIPE_API_KEY=${canary}\nexport PEM="a\n${canary}"\n`;
    const { code, output, notes } = await run(piped, '--agent', 'A', 'B');
    expect({ code, output }).toEqual({ code: 0, output: 'Created 2 secrets.\n' });
    expect(notes).toContain('still contains the values');
    const key = await test.issue('agent', { agentId: 'B' });
    const read = async (name: string) => (await test.send({ url: valueUrl('B', name), key })).json;
    expect(await read('stripe_api_key')).toMatchObject({ value: canary });
    expect(await read('pem')).toMatchObject({ value: `a\n${canary}` });
  });

  it('creates nothing if any part of the file cannot be imported, and says which', async () => {
    const piped = `name,value,description\ntaken,${canary}\nnew one,${canary},x\nnew one,${canary},y\n${canary}\n`;
    const before = await stored();
    for (const more of [['--dry-run'], []]) {
      const { code, output } = await run(piped, '--format', 'csv', ...more);
      expect(code).toBe(more.length > 0 ? 1 : 2);
      expect(output).toContain('problem: Line 2 does not have the same number of cells as the first line.');
      expect(output).toContain('problem: Line 4: the file contains another secret with the name "new one".');
      expect(output).toContain('No secret was created. Fix 3 problems first.');
    }
    expect((await run(`TAKEN=${canary}\nNEXT=${canary}`)).output).toContain(
      'problem: Line 1: the account already has a secret "taken".',
    );
    expect(await stored()).toEqual(before);
  });

  it('says which secrets the vault refused', async () => {
    const before = await stored();
    const { code, output } = await run(`FIRST=${canary}\nSECOND=${canary}`, '--agent', 'NOBODY');
    expect(code).toBe(2);
    expect(output).toContain('problem: Line 2: The list contains an agent that does not exist');
    expect(await stored()).toEqual(before);
  });

  it('prints what the vault answered as JSON', async () => {
    const { output } = await run(`json_one=${canary}`, '--json');
    expect(JSON.parse(output)).toMatchObject({ secrets: [{ name: 'json_one', kind: 'single' }] });
    const dry = await run(`json_one=${canary}`, '--json', '--dry-run');
    expect(JSON.parse(dry.output)).toEqual({
      secrets: [{ name: 'json_one', kind: 'single', line: 1, fields: [] }],
      problems: ['Line 1: the account already has a secret "json_one".'],
    });
  });

  it('does not wait for someone to type a file', async () => {
    const { code, notes } = await shell.run(['secrets', 'import', '-'], { typed: [] });
    expect(code).toBe(2);
    expect(notes).toContain('pipe it in');
  });

  it('never printed a value', () => {
    expect(shell.said()).not.toContain('not-a-real-canary');
  });
});
