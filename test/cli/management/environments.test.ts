import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault } from '../../vault/support/test-vault.ts';
import { shellOf } from '../support/admin-shell.ts';

let test: TestVault;
let shell: ReturnType<typeof shellOf>;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A', 'B');
  await test.addSecret('booking_api_live', { api_key: 'not-a-real-1', token_url: 'not-a-real-2' }, [
    'A',
    'B',
  ]);
  await test.addSecret('booking_api_sandbox', { api_key: 'not-a-real-3' }, ['A']);
  await test.addSecret('stripe_live', 'not-a-real-4');
  await test.addSecret('slack_token', 'not-a-real-5');
  shell = shellOf(test);
});
afterAll(() => test.close());

const name = (...rule: readonly string[]) => shell.run(['account', 'environments', ...rule]);
const show = (...options: readonly string[]) => shell.run(['secrets', 'environments', ...options]);

describe('environments', () => {
  it('are explained until an admin has named them', async () => {
    expect((await show()).output).toContain('agent-secrets account environments sandbox=_sandbox live=_live');
  });

  it('are named and shown side by side: what is missing, what differs, and who can read it', async () => {
    const named = await name('Sandbox=_sandbox', 'Live=_live');
    expect(named).toMatchObject({ code: 0 });
    expect(named.output).toContain('Environments: Sandbox (_sandbox), Live (_live).');
    const lines = (await show()).output.trimEnd().split('\n');
    expect(lines.map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      'NAME | ENVIRONMENT | SECRET | FIELDS | LACKS | AGENTS | VERSION | CHANGED',
      expect.stringMatching(
        /^booking_api \| Sandbox \| booking_api_sandbox \| api_key \| token_url \| 1 agent \| 1 \| /,
      ),
      expect.stringMatching(
        /^booking_api \| Live \| booking_api_live \| api_key, token_url \| 2 agents \| 1 \| /,
      ),
      'stripe | Sandbox | missing',
      expect.stringMatching(/^stripe \| Live \| stripe_live \| single value \| 0 agents \| 1 \| /),
    ]);
  });

  it('are shown as JSON, with the name that a missing secret would have', async () => {
    const shown = JSON.parse((await show('--json')).output) as { names: readonly object[] };
    expect(shown).toMatchObject({
      environments: [{ name: 'Sandbox', suffix: '_sandbox' }, { name: 'Live' }],
    });
    expect(shown.names[0]).toMatchObject({
      base: 'booking_api',
      name: 'booking_api_sandbox',
      missing: false,
      lacks: ['token_url'],
      agentIds: ['A'],
    });
    expect(shown.names[2]).toEqual({
      base: 'stripe',
      environment: 'Sandbox',
      name: 'stripe_sandbox',
      missing: true,
      lacks: [],
    });
  });

  it.each([
    ['without a suffix', ['Live'], 'live=_live'],
    ['with the same suffix twice', ['Live=_live', 'Prod=_live'], 'the same suffix'],
    ['with an empty suffix', ['Live='], 'suffix'],
  ])('are not named %s', async (_what, rule, reason) => {
    const refused = await name(...rule);
    expect(refused).toMatchObject({ code: 2, notes: expect.stringContaining(reason) as string });
  });

  it('are removed with none', async () => {
    expect((await name('none')).output).not.toContain('Environments');
    expect((await show()).output).toContain('The account has no environments.');
  });
});
